import { BlockList, isIP } from 'node:net'

/** Addresses of proxies whose word on where a request comes from counts. */
export interface ProxyNetwork {
  readonly address: string
  readonly family: 'ipv4' | 'ipv6'
  /** How many leading bits of the address name the network; all of them for one proxy alone. */
  readonly prefix: number
}

/** Where a request comes from, given the address of its socket and its `X-Forwarded-For`. */
export type SourceOf = (peer: string, forwardedFor: string | undefined) => string

/**
 * Reads addresses and networks, comma separated, as `127.0.0.1,10.0.0.0/8`. Undefined when an entry is neither, or names
 * every address there is: then anyone could say anything.
 */
export function parseTrustedProxies(text: string): readonly ProxyNetwork[] | undefined {
  const networks = text.split(',').map((entry) => parseNetwork(entry.trim()))
  return networks.every((network) => network !== undefined) ? networks : undefined
}

function parseNetwork(entry: string): ProxyNetwork | undefined {
  const [, address = '', bits] = /^([^/%]+)(?:\/([1-9]\d{0,2}))?$/.exec(entry) ?? []
  const version = isIP(address)
  if (version === 0) return undefined
  const longest = version === 4 ? 32 : 128
  const prefix = bits === undefined ? longest : Number(bits)
  return prefix > longest ? undefined : { address, family: version === 4 ? 'ipv4' : 'ipv6', prefix }
}

/**
 * Believes `X-Forwarded-For` from right to left, for as long as a trusted proxy has written it: each proxy appends whom it
 * was called by, so what stands left of the first address that is none of them is its sender's own invention.
 */
export function createSourceOf(trusted: readonly ProxyNetwork[]): SourceOf {
  const proxies = new BlockList()
  for (const { address, prefix, family } of trusted) proxies.addSubnet(address, prefix, family)
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (peer, forwardedFor = '') => {
    const hops = forwardedFor.split(',')
    let source = plain(peer)
    while (hops.length > 0 && isProxy(source)) {
      const before = addressOf(hops.pop() ?? '')
      if (before === undefined) break
      source = before
    }
    return source
  }
}

/** Of a hop its address; some proxies add the port (RFC 7239 section 6 has the forms). Undefined for anything else. */
function addressOf(hop: string): string | undefined {
  const text = hop.trim()
  const [, inBrackets, beforePort] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(text) ?? []
  const address = inBrackets ?? beforePort ?? text
  return isIP(address) === 0 ? undefined : plain(address)
}

/** IPv4 as such, also where a socket of IPv6 took it in. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '')
}
