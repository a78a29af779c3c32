import { ServiceError } from '#kernel/service-error.ts'
import type { XksFailure } from '#xks/ports.ts'
import { isXksProxyError } from '#xks/ports.ts'
import type { ConnectionErrorCode, KeyStoreRow } from './rows.ts'

/*
 * Errors of custom key stores. What AWS sends as message is not published, so they say what the AWS KMS API reference
 * says of each exception, with the names in question; of external key store proxies, what the guide says.
 */

export const keyStoreNotFound = (idOrName: string) =>
  new ServiceError(
    'CustomKeyStoreNotFoundException',
    `AWS KMS cannot find a custom key store with the name or ID ${idOrName}.`,
  )
export const keyStoreNameInUse = (name: string) =>
  new ServiceError(
    'CustomKeyStoreNameInUseException',
    `The custom key store name ${name} is already assigned to another custom key store in the account. Try again with a custom key store name that is unique in the account.`,
  )
export const keyStoreHasKeys = (id: string) =>
  new ServiceError(
    'CustomKeyStoreHasCMKsException',
    `The custom key store ${id} contains KMS keys. Schedule their deletion; once they are deleted, the custom key store can be deleted.`,
  )
/** `what` cannot be done: it stands before "while"; `advice` is a sentence of its own. */
export const keyStoreState = ({ customKeyStoreId, state }: KeyStoreRow, what: string, advice?: string) =>
  new ServiceError(
    'CustomKeyStoreInvalidStateException',
    `${what} is not valid while the ConnectionState of the custom key store ${customKeyStoreId} is ${state}.${advice === undefined ? '' : ` ${advice}`}`,
  )

export const clusterInUse = (id: string) =>
  new ServiceError(
    'CloudHsmClusterInUseException',
    `The CloudHSM cluster ${id} is already associated with a custom key store in the account, or it shares a backup history with one that is.`,
  )
export const clusterNotFound = (id: string) =>
  new ServiceError(
    'CloudHsmClusterNotFoundException',
    `AWS KMS cannot find the CloudHSM cluster ${id}. Keystead has no CloudHSM clusters but those that its operator simulates.`,
  )
export const clusterNotActive = (id: string) =>
  new ServiceError('CloudHsmClusterNotActiveException', `The CloudHSM cluster ${id} is not active.`)
export const clusterNotRelated = (id: string) =>
  new ServiceError(
    'CloudHsmClusterNotRelatedException',
    `The CloudHSM cluster ${id} has a different cluster certificate than the original cluster.`,
  )
/** `what` stands behind the cluster. */
export const clusterUnfit = (id: string, what: string) =>
  new ServiceError('CloudHsmClusterInvalidConfigurationException', `The CloudHSM cluster ${id} ${what}.`)
export const incorrectTrustAnchor = (id: string) =>
  new ServiceError(
    'IncorrectTrustAnchorException',
    `The trust anchor certificate in the request is not the trust anchor certificate for the CloudHSM cluster ${id}.`,
  )

const notServing = ({ clusterId }: KeyStoreRow) =>
  `The CloudHSM cluster ${clusterId} is gone, is not active or has no active HSM.`

/** The key store is connected, and its cluster cannot serve. */
export const keyUnavailable = (store: KeyStoreRow) =>
  new ServiceError('KeyUnavailableException', `${notServing(store)} Retry the request once it can serve.`, 'server')
/** The same where no key is used, as the operation has no KeyUnavailableException. */
export const keyStoreUnavailable = (store: KeyStoreRow) =>
  new ServiceError(
    'CustomKeyStoreInvalidStateException',
    `The custom key store ${store.customKeyStoreId} cannot serve. ${notServing(store)}`,
  )

export const uriInUse = (uri: string) =>
  new ServiceError(
    'XksProxyUriInUseException',
    `The proxy URI ${uri} is already associated with another external key store in this AWS Region.`,
  )
export const uriEndpointInUse = (endpoint: string) =>
  new ServiceError(
    'XksProxyUriEndpointInUseException',
    `The proxy URI endpoint ${endpoint} is already associated with another external key store in this AWS Region.`,
  )
export const vpcServiceInUse = (name: string) =>
  new ServiceError(
    'XksProxyVpcEndpointServiceInUseException',
    `The Amazon VPC endpoint service ${name} is already associated with another external key store in this AWS Region.`,
  )
export const vpcServiceNotFound = (name: string) =>
  new ServiceError(
    'XksProxyVpcEndpointServiceNotFoundException',
    `AWS KMS could not find the VPC endpoint service ${name}.`,
  )

export const externalKeyInUse = (id: string) =>
  new ServiceError(
    'XksKeyAlreadyInUseException',
    `The external key ${id} is already associated with another KMS key in this external key store.`,
  )
export const externalKeyUnfit = (id: string) =>
  new ServiceError(
    'XksKeyInvalidConfigurationException',
    `The external key ${id} must be an AES-256 symmetric key that is enabled and performs encryption and decryption.`,
  )

/** No key manager behind the proxy can be used. */
export const NO_KEY_MANAGER =
  'The external key store proxy reports that all external key manager instances are unavailable.'

interface Meaning {
  /** Of CreateCustomKeyStore and UpdateCustomKeyStore. */
  readonly exception: string
  /** Of an attempt to connect. */
  readonly connection: ConnectionErrorCode
}

const UNREACHABLE: Meaning = { exception: 'XksProxyUriUnreachableException', connection: 'XKS_PROXY_NOT_REACHABLE' }
const MISUNDERSTOOD: Meaning = {
  exception: 'XksProxyInvalidResponseException',
  connection: 'XKS_PROXY_INVALID_RESPONSE',
}
const misconfigured = (connection: ConnectionErrorCode): Meaning => {
  return { exception: 'XksProxyInvalidConfigurationException', connection }
}

/** What a failure of a proxy means (AWS KMS developer guide, "Troubleshooting external key stores"). */
const MEANINGS: Readonly<Record<XksFailure, Meaning>> = {
  AuthenticationFailedException: {
    exception: 'XksProxyIncorrectAuthenticationCredentialException',
    connection: 'INVALID_CREDENTIALS',
  },
  AccessDeniedException: misconfigured('XKS_PROXY_ACCESS_DENIED'),
  InvalidUriPathException: misconfigured('XKS_PROXY_INVALID_CONFIGURATION'),
  InvalidStateException: misconfigured('XKS_PROXY_INVALID_CONFIGURATION'),
  KeyNotFoundException: misconfigured('XKS_PROXY_INVALID_CONFIGURATION'),
  InvalidKeyUsageException: misconfigured('XKS_PROXY_INVALID_CONFIGURATION'),
  UnsupportedOperationException: misconfigured('XKS_PROXY_INVALID_CONFIGURATION'),
  tls: misconfigured('XKS_PROXY_INVALID_TLS_CONFIGURATION'),
  ValidationException: MISUNDERSTOOD,
  InvalidCiphertextException: MISUNDERSTOOD,
  unparsable: MISUNDERSTOOD,
  timeout: { ...UNREACHABLE, connection: 'XKS_PROXY_TIMED_OUT' },
  unreachable: UNREACHABLE,
  ThrottlingException: UNREACHABLE,
  InternalException: UNREACHABLE,
  DependencyTimeoutException: UNREACHABLE,
}

export const proxyUnreachable = (message: string) => new ServiceError(UNREACHABLE.exception, message)

/** The error of creating or changing a key store whose proxy failed by `thrown`; anything else is thrown on. */
export function ofManagement(thrown: unknown): ServiceError {
  if (!isXksProxyError(thrown)) throw thrown
  return new ServiceError(MEANINGS[thrown.failure].exception, thrown.message, 'client', { cause: thrown })
}

/** Why an attempt to connect failed. */
export function ofConnection(thrown: unknown): ConnectionErrorCode {
  return isXksProxyError(thrown) ? MEANINGS[thrown.failure].connection : 'INTERNAL_ERROR'
}

/** The error of CreateKey. */
export function ofCreation(thrown: unknown): ServiceError {
  if (!isXksProxyError(thrown)) throw thrown
  const isMissing = thrown.failure === 'KeyNotFoundException'
  const code = isMissing ? 'XksKeyNotFoundException' : 'CustomKeyStoreInvalidStateException'
  return new ServiceError(code, thrown.message, 'client', { cause: thrown })
}

/** The error of cryptography: the same exception for every failure of the proxy, and its own words for each. */
export function ofCryptography(thrown: unknown): ServiceError {
  if (!isXksProxyError(thrown)) throw thrown
  return new ServiceError('KMSInvalidStateException', thrown.message, 'client', { cause: thrown })
}
