import type { Sha2Bits } from '../hashing.ts'

/** DER of DigestInfo up to the digest (RFC 8017 section 9.2, note 1). */
const DIGEST_INFO: Readonly<Record<Sha2Bits, Buffer>> = {
  256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
}

/** EMSA-PKCS1-v1_5 (RFC 8017 section 9.2): 00 ‖ 01 ‖ FF… ‖ 00 ‖ DigestInfo ‖ digest. */
export function encodePkcs1(bits: Sha2Bits, digest: Uint8Array, blockBytes: number): Buffer {
  const info = DIGEST_INFO[bits]
  const block = Buffer.alloc(blockBytes, 0xff)
  const end = blockBytes - info.length - digest.length
  block[0] = 0
  block[1] = 1
  block[end - 1] = 0
  block.set(info, end)
  block.set(digest, end + info.length)
  return block
}
