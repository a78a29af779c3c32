import type { OperationName } from '#model/api.ts'
import { operations } from '#model/shapes.ts'
import type { Json } from './record.ts'
import { MAX_CHARACTERS, redactorOf } from './redact.ts'

type Members = Readonly<Record<string, unknown>>

const ALGORITHM = { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
const MESSAGE_TYPE = { MessageType: 'RAW' }
const POLICY_NAME = { PolicyName: 'default' }
const NO_BYPASS = { BypassPolicyLockoutSafetyCheck: false }

/** What CloudTrail shows although the caller did not send it: the default that took effect. */
const DEFAULTS: { readonly [N in OperationName]?: Members | ((given: Members) => Members) } = {
  CreateKey: ({ KeySpec, CustomerMasterKeySpec }) => {
    const spec = KeySpec ?? CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
    return {
      ...NO_BYPASS,
      Policy: '',
      Description: '',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: spec,
      CustomerMasterKeySpec: spec,
      Origin: 'AWS_KMS',
      MultiRegion: false,
    }
  },
  Decrypt: ALGORITHM,
  Encrypt: ALGORITHM,
  GetKeyPolicy: POLICY_NAME,
  PutKeyPolicy: { ...NO_BYPASS, ...POLICY_NAME },
  ReEncrypt: {
    SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  },
  ReplicateKey: { ...NO_BYPASS, Description: '' },
  Sign: MESSAGE_TYPE,
  Verify: MESSAGE_TYPE,
}

/** Members that CloudTrail shows under another name (AWS KMS developer guide, log entries of custom key stores). */
const RENAMED: Readonly<Record<string, string>> = { cloudHsmClusterId: 'clusterId' }

/** Operations whose parameters CloudTrail does not show at all. */
const UNRECORDED: ReadonlySet<OperationName> = new Set(['GenerateRandom', 'RetireGrant'])

/**
 * `requestParameters` of the record: what the caller sent, key ids in the form they came in, less all that is
 * secret. `input` may be anything, also what failed validation. Null when nothing is left.
 */
export function requestParameters(operation: OperationName, input: unknown): Json {
  if (UNRECORDED.has(operation)) return null
  const given: Members = typeof input === 'object' && input !== null ? { ...input } : {}
  const redact = redactorOf(operations[operation].input)
  return filled(renamed(redact(withDefaults(operation, given), { left: MAX_CHARACTERS })))
}

function renamed(parameters: Json | undefined): Json | undefined {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return parameters
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [RENAMED[name] ?? name, value]))
}

function withDefaults(operation: OperationName, given: Members): Members {
  const entry = DEFAULTS[operation]
  if (entry === undefined) return given
  const defaults = typeof entry === 'function' ? entry(given) : entry
  const missing = Object.entries(defaults).filter(([name]) => given[name] === undefined || given[name] === null)
  return { ...given, ...Object.fromEntries(missing) }
}

/** An object without members is written as null. */
export function filled(value: Json | undefined): Json {
  if (value === undefined || value === null) return null
  return typeof value === 'object' && Object.keys(value).length === 0 ? null : value
}
