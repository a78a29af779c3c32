import { describe, expect, it } from 'vitest'
import { addressKind } from './addresses.ts'

const KINDS = {
  public: ['8.8.8.8', '172.15.255.255', '172.32.0.1', '::ffff:8.8.8.8', '::ffff:808:808', '2606:4700::1111'],
  private: [
    ...['10.1.2.3', '100.64.0.1', '127.0.0.1', '127.9.9.9', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
    ...['::1', 'fc00::1', 'fd12:3456::1', '::ffff:10.1.2.3', '::ffff:a01:203', '::127.0.0.1', '::ffff:127.0.0.1'],
    ...['64:ff9b::a00:1', '2002:7f00:1::', '2001:0:7f00:1::'],
  ],
  never: [
    ...['169.254.169.254', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', 'fe80::1', 'fe80::1%eth0'],
    ...['fd00:ec2::254', '100.100.100.200', '0.0.0.0', '::', '224.0.0.1', '255.255.255.255', 'ff02::1'],
    ...['2001:db8::1', '5f00::1', '', 'localhost', '127.1', '2130706433', '0x7f.0.0.1'],
  ],
} as const

describe('an address', () => {
  it.each(Object.entries(KINDS).flatMap(([kind, all]) => all.map((address) => [address, kind] as const)))(
    '%s is %s',
    (address, kind) => {
      expect(addressKind(address)).toBe(kind)
    },
  )
})
