import { BlockList, isIP, isIPv6 } from 'node:net'

/**
 * Where an address leads: into the internet; into a private network, which the operator may open; or to what no key
 * store is ever reached at, such as the metadata service of a cloud.
 */
export type AddressKind = 'public' | 'private' | 'never'

type Subnet = readonly [address: string, prefix: number]

/** IANA special-purpose address registries (RFC 6890), and the forms of IPv6 that carry an IPv4 address. */
const PRIVATE: readonly Subnet[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['::', 96],
  ['fc00::', 7],
  ['fec0::', 10],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
]

const NEVER: readonly Subnet[] = [
  ['0.0.0.0', 8],
  // Link-local: the metadata services of most clouds are at 169.254.169.254.
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 128],
  ['2001:db8::', 32],
  // Those of Alibaba Cloud and, by IPv6, of Amazon EC2.
  ['100.100.100.200', 32],
  ['fd00:ec2::254', 128],
]

/** What is handed out to the internet at all. */
const UNICAST: readonly Subnet[] = [
  ['0.0.0.0', 0],
  ['2000::', 3],
]

function blockList(subnets: readonly Subnet[]): BlockList {
  const list = new BlockList()
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIPv6(address) ? 'ipv6' : 'ipv4')
  return list
}

const privateAddresses = blockList(PRIVATE)
const neverAddresses = blockList(NEVER)
const unicastAddresses = blockList(UNICAST)

/** `address` is IPv4 or IPv6, without brackets; anything else is `never`. IPv4 in IPv6 (::ffff:…) counts as IPv4. */
export function addressKind(address: string): AddressKind {
  const family = isIP(address)
  if (family === 0) return 'never'
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (neverAddresses.check(address, type)) return 'never'
  if (privateAddresses.check(address, type)) return 'private'
  return unicastAddresses.check(address, type) ? 'public' : 'never'
}
