import type { ConnectionStateDto } from '#console/dto/key-stores.ts'
import type { IconName } from '../ui/icons.ts'

interface StateLook {
  readonly icon: IconName
  readonly words: string
  readonly ink: string
  readonly pill: string
}

/** One icon and one colour for each connection state, the same everywhere. */
export const STATES: Readonly<Record<ConnectionStateDto, StateLook>> = {
  CONNECTED: { icon: 'checkRing', words: 'Connected', ink: 'text-enabled', pill: 'bg-enabled-soft' },
  CONNECTING: { icon: 'busy', words: 'Connecting', ink: 'text-busy', pill: 'bg-busy-soft' },
  DISCONNECTING: { icon: 'busy', words: 'Disconnecting', ink: 'text-busy', pill: 'bg-busy-soft' },
  DISCONNECTED: { icon: 'unplugged', words: 'Disconnected', ink: 'text-unavail', pill: 'bg-unavail-soft' },
  FAILED: { icon: 'warning', words: 'Failed', ink: 'text-deletion', pill: 'bg-deletion-soft' },
}

/** Whether a state ends by itself. */
export function isSettling(state: ConnectionStateDto): boolean {
  return state === 'CONNECTING' || state === 'DISCONNECTING'
}

export interface FailureWords {
  readonly what: string
  readonly next: string
}

const CREDENTIAL = 'Edit the key store and give the credential that the proxy knows.'
const PROXY = 'Look at the proxy, then connect again.'
const CLUSTER = 'Look at the cluster, then connect again.'

/** What each connection error code means, and what to do (AWS KMS developer guide, "Troubleshooting"). */
const FAILURES: Readonly<Record<string, FailureWords>> = {
  INVALID_CREDENTIALS: {
    what: 'It was refused: the credential or the password of kmsuser is not the right one.',
    next: CREDENTIAL,
  },
  CLUSTER_NOT_FOUND: {
    what: 'There is no such cluster any more, or it has another certificate.',
    next: 'Make a cluster of its backup, and edit the key store to use it.',
  },
  NETWORK_ERRORS: { what: 'The network kept it from reaching the cluster.', next: CLUSTER },
  INTERNAL_ERROR: {
    what: 'Something went wrong in this service.',
    next: 'Look at the server’s log, then connect again.',
  },
  INSUFFICIENT_CLOUDHSM_HSMS: {
    what: 'The cluster has no active HSM.',
    next: 'Add HSMs to the cluster, then connect again.',
  },
  USER_LOCKED_OUT: {
    what: 'kmsuser is locked out: the password was wrong too often.',
    next: 'Change its password in the cluster and here.',
  },
  USER_NOT_FOUND: {
    what: 'The cluster has no user kmsuser.',
    next: 'Create kmsuser in the cluster, then connect again.',
  },
  USER_LOGGED_IN: {
    what: 'kmsuser is logged in elsewhere.',
    next: 'Log it out, or change its password, then connect again.',
  },
  SUBNET_NOT_FOUND: { what: 'A subnet of the cluster is gone.', next: CLUSTER },
  INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET: { what: 'A subnet of the cluster has no free address.', next: CLUSTER },
  XKS_PROXY_ACCESS_DENIED: {
    what: 'The proxy knows the credential and does not let it in.',
    next: 'Allow it in the proxy’s own policy, then connect again.',
  },
  XKS_PROXY_NOT_REACHABLE: {
    what: 'The proxy does not answer, or no key manager behind it can be used.',
    next: 'Start it, and see that its host may be reached: KEYSTEAD_XKS_PRIVATE_HOSTS lists private ones.',
  },
  XKS_PROXY_TIMED_OUT: { what: 'The proxy took more than 250 ms to answer.', next: PROXY },
  XKS_PROXY_INVALID_RESPONSE: { what: 'The proxy answered with what the protocol does not have.', next: PROXY },
  XKS_PROXY_INVALID_CONFIGURATION: {
    what: 'The proxy does not serve at this path, or is not set up.',
    next: 'Compare the URI path with that of the proxy.',
  },
  XKS_PROXY_INVALID_TLS_CONFIGURATION: {
    what: 'TLS with the proxy failed: certificate, host name or version do not fit.',
    next: 'Give the proxy a certificate for its host that this server trusts: NODE_EXTRA_CA_CERTS names an authority.',
  },
  XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND: { what: 'There is no such VPC endpoint service.', next: 'Correct its name.' },
  XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION: {
    what: 'The VPC endpoint service is not set up as it must be.',
    next: 'Correct the service, then connect again.',
  },
}

export function failureWords(code: string): FailureWords {
  return FAILURES[code] ?? { what: 'It could not be connected.', next: 'Disconnect it, mend it, connect again.' }
}
