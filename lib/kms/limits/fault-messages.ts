import { internal, throttled } from '../errors.ts'
import type { FaultCode } from './fault.ts'

/** What each exception says that is likely to be asked for (AWS KMS API reference, "Errors"); others say nothing. */
export const FAULT_MESSAGES: Readonly<Partial<Record<FaultCode, string>>> = {
  DependencyTimeoutException: 'The system timed out while trying to fulfill the request. You can retry the request.',
  InternalFailure: 'The request processing has failed because of an unknown error, exception or failure.',
  KMSInternalException: internal(undefined).message,
  KeyUnavailableException:
    'The request was rejected because the specified KMS key was not available. You can retry the request.',
  ServiceUnavailableException: 'The request has failed due to a temporary failure of the server.',
  ThrottlingException: throttled().message,
}
