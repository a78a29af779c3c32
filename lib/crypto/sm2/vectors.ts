import { writeEcPkcs8 } from '../ec/private-key.ts'
import { openPkcs8 } from '../key-pair.ts'
import type { KeyPair } from '../key-spec.ts'
import { SM2 } from './curve.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

/** The pair of a private number. */
export function sm2Pair(scalar: Uint8Array): KeyPair {
  return openPkcs8(writeEcPkcs8(SM2, scalar) ?? Buffer.alloc(0))
}

/** The examples of GM/T 0003.5-2012 annexes A and C, which share a key and a nonce (GB/T 32918.5-2017 likewise). */
export const EXAMPLE = {
  privateKey: hex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'),
  publicKey: hex(
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  ),
  nonce: {
    number: hex('59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21'),
    point: hex(
      '0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0',
    ),
  },
  signed: {
    message: Buffer.from('message digest'),
    digest: hex('f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640'),
    signature: hex(
      '3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    ),
  },
  encrypted: {
    message: Buffer.from('encryption standard'),
    ciphertext: hex(
      '307c022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73022100e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0042059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766041321886ca989ca9c7d58087307ca93092d651efa',
    ),
  },
} as const
