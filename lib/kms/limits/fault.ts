import type { KmsErrorCode } from '#model/errors.ts'
import { errorFaults } from '#model/errors.ts'

/** Which calls of a sandbox a fault is for, and how often. */
interface Aim {
  /** Of the sandbox's faults no two have the same. What `every` counts it counts by this id. */
  readonly id: string
  /**
   * The name of an operation of AWS KMS, or one of a sister service as in `iam:CreateUser`; `*` at its end stands for any
   * rest. All operations of AWS KMS where it is left out.
   */
  readonly operation?: string
  /** The key id or ARN of a key. */
  readonly keyId?: string
  /** How likely a call that is meant is hit, above 0 to 1; every one where neither this nor `every` is given. */
  readonly rate?: number
  /** The calls that are hit, of those that are meant: the n-th, the 2n-th and so on. */
  readonly every?: number
}

/** ThrottlingException, as if a request quota were exceeded. */
export interface ThrottleFault extends Aim {
  readonly kind: 'throttle'
}

/** The call waits before it goes on. */
export interface LatencyFault extends Aim {
  readonly kind: 'latency'
  /** 1 to 60,000. */
  readonly millis: number
}

/** The call fails with an exception of its service. */
export interface ErrorFault extends Aim {
  readonly kind: 'error'
  readonly code: FaultCode | SisterCode
  /** What it says; the words of AWS where it is left out. */
  readonly message?: string
}

/** The proxies of the sandbox's external key stores cannot be reached; `keyId` is the KMS key that needs one. */
export interface ProxyFault extends Aim {
  readonly kind: 'xks-proxy-down'
}

/** The server's clock is wrong for all that verify signatures; it is aimed at no operation and no key. */
export interface ClockFault extends Omit<Aim, 'operation' | 'keyId'> {
  readonly kind: 'clock-skew'
  /** How far it is ahead; negative where it is behind. At most a day. */
  readonly skewMillis: number
}

/** Something that goes wrong in a sandbox because it was asked for. */
export type Fault = ThrottleFault | LatencyFault | ErrorFault | ProxyFault | ClockFault

export const FAULT_KINDS = [
  'throttle',
  'latency',
  'error',
  'xks-proxy-down',
  'clock-skew',
] as const satisfies Fault['kind'][]

/** The longest that a fault, or all faults of a call together, may hold it back. */
export const MAX_LATENCY = 60_000
/** The furthest that the clock may be off: a day. */
export const MAX_SKEW = 86_400_000
export const MAX_FAULTS = 100

/** What is told by decisions and by the checks of a signature, and what only a dry run says: never by a fault. */
const NEVER_INJECTED = [
  'AccessDeniedException',
  'DryRunOperationException',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'NotAuthorizedException',
  'SerializationException',
  'UnknownOperationException',
  'UnrecognizedClientException',
] as const satisfies KmsErrorCode[]

export type FaultCode = Exclude<KmsErrorCode, (typeof NEVER_INJECTED)[number]>

/** The services whose operations can be meant beside those of AWS KMS. */
export const SISTERS = ['iam', 'sts', 'cloudtrail'] as const
export type Sister = (typeof SISTERS)[number]

/** Errors that any service of AWS can have, with AWS's words (AWS IAM API reference, "Common Errors"). */
export const SISTER_ERRORS = {
  InternalFailure: 'The request processing has failed because of an unknown error, exception or failure.',
  ServiceUnavailable: 'The request has failed due to a temporary failure of the server.',
} as const
export type SisterCode = keyof typeof SISTER_ERRORS

export const isSisterCode = (code: string): code is SisterCode => Object.hasOwn(SISTER_ERRORS, code)

const never: readonly string[] = NEVER_INJECTED

/** Whether a fault may have that code. */
export function isFaultCode(code: KmsErrorCode | SisterCode): code is FaultCode {
  return code in errorFaults && !never.includes(code)
}
