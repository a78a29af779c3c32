import { BlockList, isIP, isIPv6 } from 'node:net'

/**
 * Where an address leads: into the internet; into a private network, which the operator may open; or to what no key
 * store is ever reached at, such as the metadata service of a cloud.
 */
export type AddressKind = 'public' | 'private' | 'never'

type Subnet = readonly [address: string, prefix: number]

/** Forms of IPv6 that carry an IPv4 address: compatible, of NAT64, of 6to4. */
const CARRIERS = [
  { prefix: 96, of: (hex: string) => `::${hex}` },
  { prefix: 96, of: (hex: string) => `64:ff9b::${hex}` },
  { prefix: 16, of: (hex: string) => `2002:${hex}::` },
] as const

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

const NEVER_OF_IPV4: readonly Subnet[] = [
  // Link-local: the metadata services of most clouds are at 169.254.169.254.
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  // Metadata and other services of Alibaba Cloud and of Azure, to the machine itself.
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
]

const NEVER: readonly Subnet[] = [
  // Not as carried by ::/96, where ::1 would be 0.0.0.1.
  ['0.0.0.0', 8],
  ['64:ff9b::', 104],
  ['2002::', 24],
  ...NEVER_OF_IPV4.flatMap((subnet) => [subnet, ...carried(subnet)]),
  ['::', 128],
  ['2001:db8::', 32],
  // Services of Amazon EC2 and of Google Cloud, to the machine itself.
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
]

/** The subnets of IPv6 that carry one of IPv4. */
function carried([address, prefix]: Subnet): readonly Subnet[] {
  const hex = Buffer.from(address.split('.').map(Number)).toString('hex')
  const halves = `${hex.slice(0, 4)}:${hex.slice(4)}`
  return CARRIERS.map((carrier) => [carrier.of(halves), carrier.prefix + prefix])
}

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
