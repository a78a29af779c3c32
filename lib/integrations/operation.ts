import type { Schema } from '#kernel/json-schema.ts'
import type { Kms } from './kms.ts'
import { type Input, type Members, readInput, schemaOf } from './members.ts'
import type { Change, IntegrationPorts, ServiceCall } from './ports.ts'

/** What an operation works with. */
export interface Context extends Pick<IntegrationPorts, 'secrets' | 'isKnownRegion'> {
  readonly call: ServiceCall
  readonly kms: Kms
}

/** What a call comes to, as data. */
export interface Result {
  readonly answer: object
  readonly changes?: readonly Change[]
  /** Takes back what AWS KMS was asked for, where the changes could not be made. */
  undo?(): Promise<void>
}

export interface Plan {
  /**
   * What the call is about. Calls about one thing run one after the other: what each of them asks AWS KMS for is real
   * at once, and the next one must know of it. `bucket/key` is a part of `bucket`, which waits for it.
   */
  readonly subject: string
  run(): Promise<Result>
}

/** One operation of a service. */
export interface Operation {
  readonly readOnly?: true
  /** Members of the input that stay out of the log. */
  readonly secrets?: readonly string[]
  /** The form of the input. */
  readonly input: Schema
  /** Throws ServiceError for an input of another form. */
  plan(input: unknown, context: Context): Plan
}

interface Declared<M extends Members> {
  readonly readOnly?: true
  readonly secrets?: readonly (keyof M & string)[]
  readonly members: M
  plan(input: Input<M>, context: Context): Plan
}

/** An operation that plans with its input as that is read by its members. */
export function operation<M extends Members>({ members, plan, ...more }: Declared<M>): Operation {
  return {
    ...more,
    input: schemaOf(members),
    plan: (input, context) => plan(readInput(input, members, context.isKnownRegion), context),
  }
}

export type Operations = Readonly<Record<string, Operation>>
