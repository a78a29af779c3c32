import type { JsonObject } from '#audit/record.ts'
import type { KeyMaterialId } from '#kernel/ids.ts'
import type { Members } from './members.ts'
import type { AdmittedKey, KeyOperation, XksServicePorts } from './ports.ts'

/** What an operation gives: the answer, and what the event says of it. */
export interface XksResult {
  readonly answer: JsonObject
  readonly materialId?: KeyMaterialId
}

/** An operation on the key that the request's path names. */
export interface KeyedOperation {
  /** Whose permission it takes, and by whose name it is recorded. */
  readonly asks: KeyOperation
  /** Throws ServiceError for a content of any other shape; what it gives runs once the key may be used. */
  prepare(content: Members): (key: AdmittedKey, ports: XksServicePorts) => XksResult
}
