import type { EpochMillis } from '#kernel/ids.ts'
import type { IntegerShape, StringShape } from '../schema-types.ts'

/*
 * Inputs and outputs of the services that speak AWS Query (IAM, STS). They are written by hand beside their
 * operations, and TypeScript reads the types off them.
 */

export type QueryShape = QueryText | IntegerShape | QueryBoolean | QueryTime | QueryList | QueryMap | QueryStructure

export interface QueryText extends StringShape {
  /** A pattern that AWS IAM reports in words of its own, or that needs Unicode. */
  readonly form?: Form
}

/** `words` follow "The specified value for userName is invalid. "; without them AWS names the pattern itself. */
export interface Form {
  readonly pattern: RegExp
  readonly words?: string
}

export interface QueryBoolean {
  readonly type: 'boolean'
}

export interface QueryTime {
  readonly type: 'timestamp'
}

export interface QueryList<M = QueryShape> {
  readonly type: 'list'
  readonly max?: number
  readonly member: M
}

/** Of answers only: text to number. */
export interface QueryMap {
  readonly type: 'map'
}

export interface QueryStructure<M extends Members = Members> {
  readonly type: 'structure'
  readonly members: M
}

export type Members = Readonly<Record<string, Member>>
export type Member = QueryShape & { readonly required?: true }

/** The values of a shape; a member that is not required may be absent. */
export type ValueOf<S> = S extends { type: 'string'; enum: readonly (infer E)[] }
  ? E
  : S extends { type: 'string' }
    ? string
    : S extends { type: 'integer' }
      ? number
      : S extends { type: 'boolean' }
        ? boolean
        : S extends { type: 'timestamp' }
          ? EpochMillis
          : S extends { type: 'map' }
            ? ReadonlyMap<string, number>
            : S extends { type: 'list'; member: infer M }
              ? readonly ValueOf<M>[]
              : S extends { type: 'structure'; members: infer M }
                ? MembersOf<M>
                : never

type Required<M> = { [K in keyof M]: M[K] extends { required: true } ? K : never }[keyof M]

export type MembersOf<M> = { readonly [K in Required<M>]: ValueOf<M[K]> } & {
  readonly [K in Exclude<keyof M, Required<M>>]?: ValueOf<M[K]> | undefined
}

export function text<const S extends Omit<QueryText, 'type'>>(bounds?: S): { readonly type: 'string' } & S {
  return { type: 'string', ...(bounds as S) }
}

export function integer<const S extends Omit<IntegerShape, 'type'>>(bounds?: S): { readonly type: 'integer' } & S {
  return { type: 'integer', ...(bounds as S) }
}

export const boolean = { type: 'boolean' } as const
export const timestamp = { type: 'timestamp' } as const
export const counts = { type: 'map' } as const

export function list<const M extends QueryShape>(member: M, max?: number): QueryList<M> {
  return { type: 'list', member, ...(max !== undefined && { max }) }
}

export function structure<const M extends Members>(members: M): QueryStructure<M> {
  return { type: 'structure', members }
}

export function required<const S extends QueryShape>(shape: S): S & { readonly required: true } {
  return { ...shape, required: true }
}
