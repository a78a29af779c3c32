import type { KmsErrorCode } from './errors.ts'

export interface OperationModel<E extends string = KmsErrorCode> {
  readonly input: string
  readonly output?: string
  readonly errors: readonly E[]
}

/** A shape of the AWS model. Shapes name each other; `shapeOf` of `schema.ts` follows the names. */
export type Shape = StringShape | BlobShape | IntegerShape | PlainShape | ListShape | MapShape | StructureShape
export type ScalarShape = Exclude<Shape, ListShape | MapShape | StructureShape>

/** Bounds are inclusive, in Unicode characters. A pattern must match the whole value. */
export interface StringShape {
  readonly type: 'string'
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly sensitive?: boolean
}

/** Bounds are inclusive, in bytes. */
export interface BlobShape {
  readonly type: 'blob'
  readonly min?: number
  readonly max?: number
  readonly sensitive?: boolean
}

export interface IntegerShape {
  readonly type: 'integer'
  readonly min?: number
  readonly max?: number
}

export interface PlainShape {
  readonly type: 'boolean' | 'timestamp'
}

export interface ListShape {
  readonly type: 'list'
  readonly min?: number
  readonly max?: number
  readonly member: string
}

export interface MapShape {
  readonly type: 'map'
  readonly key: string
  readonly value: string
}

export interface StructureShape {
  readonly type: 'structure'
  readonly members: { readonly [name: string]: string }
  readonly required?: readonly string[]
}
