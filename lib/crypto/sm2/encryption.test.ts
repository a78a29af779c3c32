import { afterAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { TAG, writeDer, writeUnsigned } from '../der.ts'
import { tampered, truncated } from '../test-keys.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { multiplyPoint, Sm2 } from './curve.ts'
import { seal, sm2pke } from './encryption.ts'
import { EXAMPLE, sm2Pair } from './vectors.ts'

const engine = { secrets: systemSecrets, threads: new CryptoThreads({ privateKey: 2 }) }
afterAll(() => engine.threads.close())
const pair = sm2Pair(EXAMPLE.privateKey)
const { message, ciphertext } = EXAMPLE.encrypted
const { point } = EXAMPLE.nonce
const shared = multiplyPoint(EXAMPLE.nonce.number, EXAMPLE.publicKey) ?? Buffer.alloc(0)
const octets = (bytes: Uint8Array) => writeDer(TAG.octetString, bytes)
const decrypt = (bytes: Uint8Array) => sm2pke.decrypt(pair, bytes, engine)

describe('SM2PKE', () => {
  it('gives the ciphertext of the standard in DER, and decrypts it', async () => {
    expect(seal(point, shared, message)).toEqual(ciphertext)
    expect(await decrypt(ciphertext)).toEqual(message)
  })

  it.each([1, 2, 31, 32, 33, 1024, 2400])('gives back %i bytes, under a new nonce each time', async (length) => {
    const plaintext = Buffer.alloc(length, 7)
    const [first, second] = [
      await sm2pke.encrypt(pair, plaintext, engine),
      await sm2pke.encrypt(pair, plaintext, engine),
    ]
    expect(first).not.toEqual(second)
    expect([await decrypt(first), await decrypt(second)]).toEqual([plaintext, plaintext])
  })

  it('decrypts nothing by another key', async () => {
    expect(await sm2pke.decrypt(sm2Pair(Buffer.alloc(32, 1)), ciphertext, engine)).toBeUndefined()
  })

  it('decrypts nothing with any byte changed, missing or behind', async () => {
    const others = [...tampered(ciphertext), ...truncated(ciphertext), Buffer.concat([ciphertext, Buffer.alloc(1)])]
    expect((await Promise.all(others.map(decrypt))).filter((plaintext) => plaintext !== undefined)).toEqual([])
  })

  it('takes no point off the curve, at infinity or with a coordinate that is none', async () => {
    const [x, y] = [point.subarray(1, 33), point.subarray(33)]
    const rest = [octets(Buffer.alloc(32)), octets(message)]
    const { p } = Sm2.CURVE()
    const beyond = Buffer.from((BigInt(`0x${x.toString('hex')}`) + p).toString(16).padStart(66, '0'), 'hex')
    for (const [badX, badY] of [
      [y, x],
      [Buffer.alloc(1), Buffer.alloc(1)],
      [beyond, y],
      [x, Buffer.alloc(32, 0xff)],
    ] as const) {
      expect(await decrypt(writeDer(TAG.sequence, writeUnsigned(badX), writeUnsigned(badY), ...rest))).toBeUndefined()
    }
  })

  it('takes no ciphertext in the forms without ASN.1, nor in another order', async () => {
    const [tag, masked] = [ciphertext.subarray(-53, -21), ciphertext.subarray(-19)]
    for (const other of [
      Buffer.concat([point, tag, masked]),
      Buffer.concat([point, masked, tag]),
      writeDer(
        TAG.sequence,
        ...[writeUnsigned(point.subarray(1, 33)), writeUnsigned(point.subarray(33)), octets(masked), octets(tag)],
      ),
    ]) {
      expect(await decrypt(other)).toBeUndefined()
    }
  })

  it('makes and takes no ciphertext that shows its message: a mask of zeros, and none for no message', async () => {
    const masks = Array.from({ length: 4000 }, (_, index) => {
      const other = Buffer.from(shared)
      other.writeUInt32BE(index, 1)
      return seal(point, other, Buffer.from([0x2a]))
    })
    expect(masks.filter((sealed) => sealed === undefined).length).toBeGreaterThan(0)
    expect(masks.filter((sealed) => sealed?.at(-1) === 0x2a)).toEqual([])
    await expect(async () => sm2pke.encrypt(pair, Buffer.alloc(0), engine)).rejects.toThrow(RangeError)
  })
})
