import { type Operators, typedOperator } from './operator.ts'

export interface AddressRange {
  readonly bits: 32 | 128
  /** The network as a number, without the bits behind the prefix. */
  readonly network: bigint
  readonly prefix: number
}

const DECIMAL_BYTE = /^(?:0|[1-9]\d{0,2})$/
const HEX_GROUP = /^[0-9a-f]{1,4}$/i
const PREFIX = /^\d{1,3}$/
/** `::ffff:a.b.c.d`: an IPv4 peer as a dual-stack socket reports it (RFC 4291, section 2.5.5.2). */
const MAPPED = 0xffffn

/** An address, or a range in CIDR form. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', length, ...more] = text.split('/')
  const found = parseV4(address) ?? parseV6(address)
  if (found === undefined || more.length > 0) return undefined
  if (length === undefined) return { ...found, prefix: found.bits }
  const prefix = PREFIX.test(length) ? Number(length) : Number.NaN
  return prefix <= found.bits ? { ...found, network: cut(found.network, found.bits, prefix), prefix } : undefined
}

/** Whether all of `actual` lies in `range`. */
export function contains(actual: AddressRange, range: AddressRange): boolean {
  if (actual.bits !== range.bits || actual.prefix < range.prefix) return false
  return cut(actual.network, actual.bits, range.prefix) === range.network
}

function cut(value: bigint, bits: number, prefix: number): bigint {
  const rest = BigInt(bits - prefix)
  return (value >> rest) << rest
}

function parseV4(text: string): Omit<AddressRange, 'prefix'> | undefined {
  const bytes = text.split('.')
  if (bytes.length !== 4 || !bytes.every((byte) => DECIMAL_BYTE.test(byte) && Number(byte) < 256)) return undefined
  return { bits: 32, network: BigInt(bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0)) }
}

function parseV6(text: string): Omit<AddressRange, 'prefix'> | undefined {
  const groups = expand(text)
  if (groups?.length !== 8 || !groups.every((group) => HEX_GROUP.test(group))) return undefined
  const network = BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`)
  return network >> 32n === MAPPED ? { bits: 32, network: network & 0xffffffffn } : { bits: 128, network }
}

/** Eight groups, with `::` filled up and a dotted tail turned into two of them. */
function expand(text: string): readonly string[] | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)))
  const [head = [], tail] = halves
  if (halves.length > 2) return undefined
  if (tail === undefined) return head
  const missing = 8 - head.length - tail.length
  return missing > 0 ? [...head, ...Array<string>(missing).fill('0'), ...tail] : undefined
}

function groupsOf(group: string): readonly string[] {
  const dotted = group.includes('.') ? parseV4(group) : undefined
  return dotted ? [(dotted.network >> 16n).toString(16), (dotted.network & 0xffffn).toString(16)] : [group]
}

export const ipAddressOperators: Operators = {
  IpAddress: typedOperator(parseRange, contains),
  NotIpAddress: typedOperator(parseRange, contains, true),
}
