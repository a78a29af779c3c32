import type { OperationName } from '#model/api.ts'
import { operations } from '#model/shapes.ts'
import { isReadOnly } from './read-only.ts'
import type { Json } from './record.ts'
import { MAX_CHARACTERS, redactorOf } from './redact.ts'
import { filled } from './request-parameters.ts'

/** Operations that show the ARN of their key although they do not answer it. */
const SHOW_KEY_ARN: ReadonlySet<OperationName> = new Set([
  'CreateAlias',
  'CreateGrant',
  'DeleteAlias',
  'DisableKey',
  'EnableKey',
  'EnableKeyRotation',
  'ImportKeyMaterial',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdatePrimaryRegion',
])

/**
 * `responseElements` of a call that succeeded: null for what only reads; else the answer less all that is secret,
 * and the key's ARN where AWS shows it.
 */
export function responseElements(operation: OperationName, output: unknown, keyArn?: string): Json {
  if (isReadOnly(operation)) return null
  const shape = operations[operation].output
  const answer = shape === undefined ? undefined : redactorOf(shape)(output, { left: MAX_CHARACTERS })
  if (keyArn === undefined || !SHOW_KEY_ARN.has(operation)) return filled(answer)
  return { ...(isJsonObject(answer) && answer), keyId: keyArn }
}

function isJsonObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
