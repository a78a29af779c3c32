/** How a proxy refuses (XKS proxy API specification, "Error codes"), with the HTTP status of each. */
export const PROXY_ERRORS = {
  ValidationException: 400,
  InvalidStateException: 400,
  InvalidCiphertextException: 400,
  InvalidKeyUsageException: 400,
  AuthenticationFailedException: 401,
  AccessDeniedException: 403,
  KeyNotFoundException: 404,
  InvalidUriPathException: 404,
  ThrottlingException: 429,
  InternalException: 500,
  UnsupportedOperationException: 501,
  DependencyTimeoutException: 503,
} as const

export type ProxyErrorName = keyof typeof PROXY_ERRORS

export function isProxyErrorName(name: string): name is ProxyErrorName {
  return Object.hasOwn(PROXY_ERRORS, name)
}

/** Why a call to a proxy failed: it said so, or gave no answer that can be used. */
export type XksFailure = ProxyErrorName | 'timeout' | 'tls' | 'unparsable' | 'unreachable'

const REJECTED = 'The external key store proxy rejected the request'
const NO_MANAGER = `${REJECTED} because it cannot communicate with the external key manager. Verify that the external key store proxy configuration is correct and that the external key manager is available.`
const UNPARSABLE =
  'AWS KMS cannot interpret the response from the external key store proxy. If you see this error repeatedly, consult your external key store proxy administrator.'

/**
 * AWS KMS's words for each failure (AWS KMS developer guide, "Troubleshooting external key stores"); for an access that
 * the proxy denied, and for a request that it finds invalid, those of the XKS proxy API specification.
 */
export const FAILURE_MESSAGES: Readonly<Record<XksFailure, string>> = {
  ValidationException: UNPARSABLE,
  InvalidStateException: `${REJECTED} because the external key is not enabled in the external key manager.`,
  InvalidCiphertextException: `${REJECTED} because the specified ciphertext or additional authenticated data is corrupted, missing, or otherwise invalid.`,
  InvalidKeyUsageException: `${REJECTED} because the external key does not support the requested operation.`,
  AuthenticationFailedException: `${REJECTED} because it could not authenticate AWS KMS. Verify the credentials for your external key store and update if necessary.`,
  AccessDeniedException:
    'The external key store proxy denied access to the operation. Verify that the user and the external key are both authorized for this operation, and try the request again.',
  KeyNotFoundException: `${REJECTED} because it could not find the external key.`,
  InvalidUriPathException: `${REJECTED} because of an invalid URI path. Verify the URI path for your external key store and update if necessary.`,
  ThrottlingException: `${REJECTED} due to a very high request rate. Reduce the frequency of your calls using KMS keys in this external key store.`,
  InternalException: NO_MANAGER,
  UnsupportedOperationException: `${REJECTED} because it does not support the requested cryptographic operation.`,
  DependencyTimeoutException: NO_MANAGER,
  timeout:
    'The external key store proxy did not respond to the request in the time allotted. Retry the request. If you see this error repeatedly, report it to your external key store proxy administrator.',
  tls: 'AWS KMS cannot establish a TLS connection to the external key store proxy. Verify the TLS configuration, including its certificate.',
  unparsable: UNPARSABLE,
  unreachable:
    'AWS KMS cannot communicate with the external key store proxy. This might be a transient network issue. If you see this error repeatedly, verify that your external key store proxy is active and is connected to the network, and that its endpoint URI is correct in your external key store.',
}

const brand = Symbol.for('keystead.xks-proxy-error')

/** A call to a proxy that failed. The message is AWS's for that failure: it tells nothing of what the proxy wrote. */
export class XksProxyError extends Error {
  readonly [brand] = true
  readonly failure: XksFailure
  /** For the operator: what went wrong, or what the proxy says of it; printable ASCII. Not for the caller. */
  readonly detail: string

  constructor(failure: XksFailure, detail: string, options?: ErrorOptions) {
    super(FAILURE_MESSAGES[failure], options)
    this.name = 'XksProxyError'
    this.failure = failure
    this.detail = detail
  }
}

/** Recognises by brand, not by class: the server and Next's bundles hold several copies of this module. */
export function isXksProxyError(value: unknown): value is XksProxyError {
  return value instanceof Error && brand in value
}
