import { createECDH, generateKeyPairSync, hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { P256 } from '../ec/curves.ts'
import { writeEcPkcs8 } from '../ec/private-key.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import { multiplyPoint, readPoint, SM2, Sm2, Sm2Numbers } from './curve.ts'
import { canonicalSm2, generateSm2 } from './private-key.ts'

const octets = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
const pkcs8Of = (number: bigint) => writeEcPkcs8(SM2, octets(number)) ?? Buffer.alloc(0)

describe('private keys of SM2', () => {
  it('are made in the one encoding that they are read to', async () => {
    const made = await generateSm2()
    expect(canonicalSm2(made)).toEqual(made)
    expect(exportPkcs8(openPkcs8(made).privateKey)).toEqual(made)
  })

  it('are numbers from 1 to n − 2', () => {
    const n = Sm2Numbers.ORDER
    for (const number of [1n, n - 2n]) expect(canonicalSm2(pkcs8Of(number))).toEqual(pkcs8Of(number))
    expect(pkcs8Of(n - 1n).length).toBeGreaterThan(0)
    for (const number of [0n, n - 1n, n]) expect(canonicalSm2(pkcs8Of(number))).toBeUndefined()
  })

  it('are no keys of another curve, nor of this one by its parameters', () => {
    const explicit = generateKeyPairSync('ec', { namedCurve: SM2.name, paramEncoding: 'explicit' }).privateKey
    const other = generateKeyPairSync('ec', { namedCurve: P256.name }).privateKey
    for (const key of [explicit, other]) expect(canonicalSm2(exportPkcs8(key))).toBeUndefined()
  })
})

describe('the curve of SM2', () => {
  it('is that of OpenSSL, whose hash SM3 gives the digest of its standard', () => {
    const ecdh = createECDH(SM2.name)
    const point = ecdh.generateKeys()
    expect(multiplyPoint(ecdh.getPrivateKey(), Sm2.BASE.toBytes(false))).toEqual(point)
    // GB/T 32905 annex A.1.
    expect(hash('sm3', 'abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
  })

  it('has no point at infinity among those that are read', () => {
    for (const bytes of [Buffer.alloc(1), Buffer.alloc(65), Buffer.alloc(33), Buffer.alloc(0)]) {
      expect(readPoint(bytes)).toBeUndefined()
      expect(multiplyPoint(Buffer.from([2]), bytes)).toBeUndefined()
    }
  })
})
