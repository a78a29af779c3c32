import { ServiceError } from '#kernel/service-error.ts'
import type { ProxyErrorName } from './failures.ts'
import { isProxyErrorName, PROXY_ERRORS } from './failures.ts'

export const invalid = (message: string) => new ServiceError('ValidationException', message)
export const tooLarge = (message: string) => new ServiceError('UnsupportedOperationException', message)
export const invalidCiphertext = () =>
  new ServiceError(
    'InvalidCiphertextException',
    'The ciphertext, its metadata, initialization vector, tag or additional data is not what was encrypted.',
  )
export const noSuchPath = () => new ServiceError('InvalidUriPathException', 'There is nothing here.')
/** Tells nothing of the cause, which goes to the log. */
export const internalFailure = (cause: unknown) =>
  new ServiceError('InternalException', 'The request could not be processed.', 'server', { cause })

/** What AWS KMS's own errors are called in the protocol; all others of ours have a name of it. */
const NAMES: Readonly<Record<string, ProxyErrorName>> = {
  NotFoundException: 'KeyNotFoundException',
  DisabledException: 'InvalidStateException',
  KMSInvalidStateException: 'InvalidStateException',
}

/** An error as the protocol tells it (XKS proxy API specification, "Error codes"). */
export interface ProxyRefusal {
  readonly status: number
  readonly body: { readonly errorName: ProxyErrorName; readonly errorMessage?: string }
}

export function proxyRefusal({ code, message }: ServiceError): ProxyRefusal {
  const errorName = isProxyErrorName(code) ? code : (NAMES[code] ?? 'InternalException')
  // Less than 512 printable characters of ASCII.
  const errorMessage = message.replace(/[^\x20-\x7e]/g, '?').slice(0, 511)
  return { status: PROXY_ERRORS[errorName], body: { errorName, ...(errorMessage !== '' && { errorMessage }) } }
}
