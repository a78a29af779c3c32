/**
 * A host in a private network that key stores may name, and how it is reached. Stores themselves name hosts only,
 * as in `https://xks.example.com` (AWS KMS API reference, XksProxyUriEndpoint).
 */
export interface PrivateHost {
  /** In lower case, as a URL writes it. */
  readonly host: string
  readonly port: number
  readonly scheme: 'https' | 'http'
}

/**
 * How key stores in sandboxes name the server that they are in, as a proxy of theirs. No name server knows it, and no
 * network has a host of that name (RFC 6761 section 6.3).
 */
export const OWN_HOST = 'keystead.localhost'

/**
 * Reads `host`, `host:port` or `http://host:port`, comma separated. Undefined when an entry is none, or names a host
 * twice; an IPv6 address in brackets is none, as no key store can name it.
 */
export function parsePrivateHosts(text: string): readonly PrivateHost[] | undefined {
  const hosts: PrivateHost[] = []
  for (const entry of text.split(',')) {
    const host = parseEntry(entry.trim())
    if (!host || hosts.some((known) => known.host === host.host)) return undefined
    hosts.push(host)
  }
  return hosts
}

function parseEntry(entry: string): PrivateHost | undefined {
  const [, scheme = 'https', place = ''] = /^(?:(https?):\/\/)?([^/?#@\s[\]]+)$/.exec(entry) ?? []
  const text = `${scheme}://${place}`
  const url = place !== '' && URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.port === '0') return undefined
  const isHttp = scheme === 'http'
  return { host: url.hostname, port: Number(url.port) || (isHttp ? 80 : 443), scheme: isHttp ? 'http' : 'https' }
}
