import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import type { KeyPair } from '../key-spec.ts'
import { writeSpki } from '../pkcs8.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { P256, P384, P521, SECP256K1 } from './curves.ts'
import { ecdh } from './ecdh.ts'

const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
const pairOn = (namedCurve: string) => openPkcs8(exportPkcs8(generateKeyPairSync('ec', { namedCurve }).privateKey))

describe.each([P256, P384, P521])('ECDH on $name', (curve) => {
  const derive = (pair: KeyPair, peer: Uint8Array) => ecdh(curve).derive(pair, peer, engine)
  const [mine, peer] = [pairOn(curve.name), pairOn(curve.name)]
  const point = peer.spki.subarray(-(2 * curve.bytes + 1))

  it('gives both sides one x-coordinate', async () => {
    const secret = await derive(mine, peer.spki)
    expect(secret).toHaveLength(curve.bytes)
    expect(await derive(peer, mine.spki)).toEqual(secret)
  })

  it('takes no point of another curve, and no name of one curve for a point of another', async () => {
    expect(await derive(mine, pairOn(SECP256K1.name).spki)).toBeUndefined()
    expect(await derive(mine, writeSpki(SECP256K1.algorithm, point))).toBeUndefined()
  })

  it('takes no point off the curve, none at infinity and none in the hybrid form', async () => {
    const off = Buffer.from(point)
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1
    const hybrid = Buffer.from(point)
    hybrid[0] = 6 + ((point.at(-1) ?? 0) & 1)
    for (const wrong of [off, hybrid, Buffer.alloc(1), Buffer.alloc(0)]) {
      expect(await derive(mine, writeSpki(curve.algorithm, wrong))).toBeUndefined()
    }
  })

  it('takes no curve by explicit parameters, although OpenSSL does', async () => {
    const explicit = generateKeyPairSync('ec', { namedCurve: curve.name, paramEncoding: 'explicit' }).publicKey
    expect(await derive(mine, explicit.export({ format: 'der', type: 'spki' }))).toBeUndefined()
  })

  it('takes nothing but the encoding of a key', async () => {
    for (const wrong of [point, peer.spki.subarray(1), Buffer.concat([peer.spki, Buffer.alloc(1)]), Buffer.alloc(0)]) {
      expect(await derive(mine, wrong)).toBeUndefined()
    }
  })
})
