import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { addressKind } from './addresses.ts'
import { XksProxyError } from './failures.ts'
import type { XksEndpoint } from './ports.ts'
import type { PrivateHost } from './private-hosts.ts'
import { OWN_HOST } from './private-hosts.ts'
import type { Resolve } from './resolve.ts'

/** Where the calls to a proxy go. */
export interface Destination {
  readonly scheme: 'https' | 'http'
  /** As a URL writes it: an IPv6 address in brackets. */
  readonly host: string
  readonly port: number
  /** Ends in `/kms/xks/v1`. */
  readonly path: string
  /**
   * Whether key stores may name this host although it is in a private network: by the operator, or as it is our own.
   */
  readonly isListed: boolean
}

const ENDPOINT = /^https:\/\/[a-zA-Z0-9.-]+$/
const PATH = /^(\/[a-zA-Z0-9/_-]+)?\/kms\/xks\/v\d{1,2}$/
/** Where we are a proxy ourselves. */
const OWN_PATH = '/kms/xks/v1'

/**
 * Public hosts are reached at port 443 with TLS, as AWS does; the operator says how others are. `own` is where we listen
 * ourselves, as in `http://127.0.0.1:3000`; undefined where nobody is served. Throws XksProxyError.
 */
export function destinationOf(endpoint: XksEndpoint, privateHosts: readonly PrivateHost[], own?: string): Destination {
  const { uriEndpoint, uriPath: path } = endpoint
  if (!PATH.test(path)) throw new XksProxyError('InvalidUriPathException', 'the URI path is not that of a proxy')
  if (!ENDPOINT.test(uriEndpoint) || !URL.canParse(uriEndpoint)) {
    throw new XksProxyError('unreachable', 'the URI endpoint is no https URL of a host')
  }
  // Numbers such as 2130706433 are addresses too: URL writes them as such.
  const host = new URL(uriEndpoint).hostname
  const listed = privateHosts.find((known) => known.host === host)
  if (!listed && host === OWN_HOST) return ownDestination(endpoint, own)
  if (!listed && isIP(host)) checkAddress(host, false)
  return { scheme: 'https', port: 443, ...listed, host, path, isListed: listed !== undefined }
}

/**
 * Our own port, and on it what a proxy is asked. Key stores of `main` are refused: an external key that lies beside the
 * other half would make nothing safer, and look as if it did.
 */
function ownDestination({ sandbox, uriPath: path }: XksEndpoint, own: string | undefined): Destination {
  if (sandbox === MAIN_SANDBOX) throw new XksProxyError('unreachable', `${OWN_HOST} is for key stores in sandboxes`)
  if (own === undefined) throw new XksProxyError('unreachable', `${OWN_HOST} is this program, which serves nobody`)
  if (path !== OWN_PATH) throw new XksProxyError('InvalidUriPathException', `${OWN_HOST} has a proxy at ${OWN_PATH}`)
  const { hostname: host, port } = new URL(own)
  return { scheme: 'http', host, port: Number(port) || 80, path, isListed: true }
}

/** Throws XksProxyError for an address that a proxy may not be at. */
export function checkAddress(address: string, isListed: boolean): void {
  const kind = addressKind(address)
  if (kind === 'public' || (kind === 'private' && isListed)) return
  const why = kind === 'private' ? 'KEYSTEAD_XKS_PRIVATE_HOSTS does not list its host' : 'no key store may be there'
  throw new XksProxyError('unreachable', `${address} is not in the internet, and ${why}`)
}

/**
 * Looks a host up for the connection that is being made, and lets it be made only where all addresses may be connected
 * to. So a name whose answers change between a check and its use gets nowhere.
 */
export function checkedLookup(isListed: boolean, resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    const answer = async () => {
      const found = await resolve(host)
      for (const { address } of found) checkAddress(address, isListed)
      return found
    }
    answer().then(
      (found) => {
        const [first] = found
        if (!first) callback(new XksProxyError('unreachable', 'the host has no address'), '')
        else if (options.all) callback(null, [...found])
        else callback(null, first.address, first.family)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
    )
  }
}
