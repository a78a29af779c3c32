import { describe, expect, it } from 'vitest'
import type { AccountId, KeyId, Region } from '#kernel/ids.ts'
import { isKeyId } from '#kernel/ids.ts'
import { systemSecrets } from '#kernel/random.ts'
import { openSeed } from './seed.ts'
import { findSpec, specOf } from './specs.ts'
import { CryptoThreads } from './threads/crypto-threads.ts'

const seed = openSeed('orchard')
const place = { account: '111122223333' as AccountId, region: 'us-east-1' as Region }
const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab' as KeyId
const PAIRS = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519', 'SM2']
const OTHERS = ['SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512']
const POST_QUANTUM = ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87', 'ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024']
const derived = (spec: string, number = 1, from = seed) => specOf(spec).derive?.(from.material(KEY_ID, spec, number))

describe('identifiers from a seed', () => {
  it('are UUIDs, each its own by seed, account, Region, kind and count', () => {
    const uuids = [
      seed.uuid(place, 'key', 1),
      seed.uuid(place, 'key', 2),
      seed.uuid(place, 'grant', 1),
      seed.uuid({ ...place, account: '444455556666' as AccountId }, 'key', 1),
      seed.uuid({ ...place, region: 'eu-west-1' as Region }, 'key', 1),
      openSeed('orchards').uuid(place, 'key', 1),
    ]
    expect(new Set(uuids).size).toBe(uuids.length)
    for (const uuid of uuids) expect(isKeyId(uuid) && /^.{14}4.{4}[89ab]/.test(uuid)).toBe(true)
    expect(openSeed('orchard').uuid(place, 'key', 1)).toBe(uuids[0])
  })

  it('stay what they are in every version of the program', () => {
    expect(seed.uuid(place, 'key', 1)).toBe('6f228fec-6779-4b10-b699-41183824498c')
    expect(derived('SYMMETRIC_DEFAULT')?.toString('hex')).toBe(
      '5c094291cbec20d4a65f37e3967f23caa47f1bb06bcfca04f1aff4b788e30e03',
    )
  })
})

describe.each([...PAIRS, ...OTHERS, ...POST_QUANTUM])('material of %s from a seed', (spec) => {
  it('opens as a key of the spec, the same for the same and another for another', () => {
    const material = derived(spec)
    if (!material) throw new Error('nothing was made')
    expect(specOf(spec).open(material).kind).toBe(findSpec(spec)?.kind)
    expect(derived(spec)).toEqual(material)
    expect(derived(spec, 2)).not.toEqual(material)
    expect(derived(spec, 1, openSeed('orchards'))).not.toEqual(material)
  })
})

describe.each(PAIRS.filter((spec) => spec !== 'ECC_NIST_EDWARDS25519'))('a private key of %s from a seed', (spec) => {
  it('is written in the one form that such a key has', async () => {
    const material = derived(spec) ?? Buffer.alloc(0)
    const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
    expect(await specOf(spec).importing?.read(Buffer.from(material), engine)).toEqual(material)
  })
})

it('no library makes RSA key pairs of a seed', () => {
  for (const spec of ['RSA_2048', 'RSA_3072', 'RSA_4096']) expect(specOf(spec).derive).toBeNull()
})
