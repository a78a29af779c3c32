import { diffieHellman, generateKeyPairSync } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { P256 } from '../ec/curves.ts'
import { exportPkcs8, openPkcs8 } from '../key-pair.ts'
import type { KeyPair } from '../key-spec.ts'
import { writeSpki } from '../pkcs8.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { sm2Ecdh } from './agreement.ts'
import { SM2, Sm2 } from './curve.ts'
import { generateSm2 } from './private-key.ts'
import { EXAMPLE, sm2Pair } from './vectors.ts'

const engine = { secrets: systemSecrets, threads: new CryptoThreads({ privateKey: 1 }) }
afterAll(() => engine.threads.close())
const derive = (pair: KeyPair, peer: Uint8Array) => sm2Ecdh.derive(pair, peer, engine)
const mine = sm2Pair(EXAMPLE.privateKey)
const peer = openPkcs8(await generateSm2())
const point = peer.spki.subarray(-65)

describe('ECDH on the curve of SM2', () => {
  it('gives both sides one x-coordinate, for a compressed point too', async () => {
    const secret = await derive(mine, peer.spki)
    expect(secret).toHaveLength(32)
    expect(await derive(peer, mine.spki)).toEqual(secret)
    const compressed = Buffer.from(Sm2.fromBytes(point).toBytes(true))
    expect(await derive(mine, writeSpki(SM2.algorithm, compressed))).toEqual(secret)
  })

  it('gives what OpenSSL gives', async () => {
    // Keys that were made here, not read: with those that were read OpenSSL does not agree.
    const [mine, peer] = [1, 2].map(() => generateKeyPairSync('ec', { namedCurve: SM2.name }))
    if (!mine || !peer) throw new Error('no keys')
    const theirs = diffieHellman({ privateKey: mine.privateKey, publicKey: peer.publicKey })
    const spki = peer.publicKey.export({ format: 'der', type: 'spki' })
    expect(await derive(openPkcs8(exportPkcs8(mine.privateKey)), spki)).toEqual(theirs)
  })

  it('takes no point of another curve, and no name of one curve for a point of another', async () => {
    const other = openPkcs8(exportPkcs8(generateKeyPairSync('ec', { namedCurve: P256.name }).privateKey)).spki
    expect(await derive(mine, other)).toBeUndefined()
    expect(await derive(mine, writeSpki(P256.algorithm, point))).toBeUndefined()
    expect(await derive(mine, writeSpki(SM2.algorithm, other.subarray(-65)))).toBeUndefined()
  })

  it('takes no point off the curve, none at infinity and none in the hybrid form', async () => {
    const off = Buffer.from(point)
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1
    const hybrid = Buffer.from(point)
    hybrid[0] = 6 + ((point.at(-1) ?? 0) & 1)
    for (const wrong of [off, hybrid, Buffer.alloc(1), Buffer.alloc(65), Buffer.alloc(0)]) {
      expect(await derive(mine, writeSpki(SM2.algorithm, wrong))).toBeUndefined()
    }
  })

  it('takes nothing but the encoding of a key', async () => {
    for (const wrong of [point, peer.spki.subarray(1), Buffer.concat([peer.spki, Buffer.alloc(1)]), Buffer.alloc(0)]) {
      expect(await derive(mine, wrong)).toBeUndefined()
    }
  })
})
