import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { addressKind } from './addresses.ts'
import { XksProxyError } from './failures.ts'
import type { XksEndpoint } from './ports.ts'
import type { PrivateHost } from './private-hosts.ts'
import type { Resolve } from './resolve.ts'

/** Where the calls to a proxy go. */
export interface Destination {
  readonly scheme: 'https' | 'http'
  readonly host: string
  readonly port: number
  /** Ends in `/kms/xks/v1`. */
  readonly path: string
  /** Whether the operator lets key stores name this host although it is in a private network. */
  readonly isListed: boolean
}

const ENDPOINT = /^https:\/\/[a-zA-Z0-9.-]+$/
const PATH = /^(\/[a-zA-Z0-9/_-]+)?\/kms\/xks\/v\d{1,2}$/

/** Public hosts are reached at port 443 with TLS, as AWS does; the operator says how others are. Throws XksProxyError. */
export function destinationOf(endpoint: XksEndpoint, privateHosts: readonly PrivateHost[]): Destination {
  const { uriEndpoint, uriPath: path } = endpoint
  if (!PATH.test(path)) throw new XksProxyError('InvalidUriPathException', 'the URI path is not that of a proxy')
  if (!ENDPOINT.test(uriEndpoint) || !URL.canParse(uriEndpoint)) {
    throw new XksProxyError('unreachable', 'the URI endpoint is no https URL of a host')
  }
  // Numbers such as 2130706433 are addresses too: URL writes them as such.
  const host = new URL(uriEndpoint).hostname
  const listed = privateHosts.find((known) => known.host === host)
  if (!listed && isIP(host)) checkAddress(host, false)
  return { scheme: 'https', port: 443, ...listed, host, path, isListed: listed !== undefined }
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
