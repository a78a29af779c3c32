import { hash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { hasShared, readSharedJson, sharedPath } from '#testing/shared.ts'
import { P256, P384, P521 } from '../ec/curves.ts'
import { specOf } from '../specs.ts'
import { CryptoThreads } from '../threads/crypto-threads.ts'
import { ecdhOf, gcm, kwp, macs, mlDsaFromSeed, mlKemFromSeed, oaep, signatures } from './checks.ts'
import { type Check, runVectors, type Summary, type VectorFile } from './wycheproof.ts'

const FOLDER = 'vectors/wycheproof'
const ENDING = '_test.json'
const TIMEOUT = 60_000

const engine = { secrets: systemSecrets, threads: new CryptoThreads({ privateKey: 1 }) }
afterAll(() => engine.threads.close())

const digestBy = (name: string) => (message: Uint8Array) => hash(name, message, 'buffer')

const sizes = [2048, 3072, 4096] as const
const sha2 = [256, 384, 512] as const
const pssFiles = [
  [2048, 256],
  [2048, 384],
  [3072, 256],
  [4096, 256],
  [4096, 384],
  [4096, 512],
] as const

/** The check of each file, by the file's name. */
const checks: Record<string, Check> = {
  aes_gcm: gcm,
  aes_kwp: kwp,
  ecdh_secp256r1: ecdhOf(specOf('ECC_NIST_P256'), P256, engine),
  ecdh_secp384r1: ecdhOf(specOf('ECC_NIST_P384'), P384, engine),
  ecdh_secp521r1: ecdhOf(specOf('ECC_NIST_P521'), P521, engine),
  ecdsa_secp256k1_sha256: signatures(specOf('ECC_SECG_P256K1'), 'ECDSA_SHA_256', digestBy('sha256')),
  ecdsa_secp256r1_sha256: signatures(specOf('ECC_NIST_P256'), 'ECDSA_SHA_256', digestBy('sha256')),
  ecdsa_secp384r1_sha384: signatures(specOf('ECC_NIST_P384'), 'ECDSA_SHA_384', digestBy('sha384')),
  ecdsa_secp521r1_sha512: signatures(specOf('ECC_NIST_P521'), 'ECDSA_SHA_512', digestBy('sha512')),
  ed25519: signatures(specOf('ECC_NIST_EDWARDS25519'), 'ED25519_SHA_512'),
  rsa_oaep_2048_sha1_mgf1sha1: oaep(specOf('RSA_2048'), 'RSAES_OAEP_SHA_1', 2048, engine),
  ...Object.fromEntries([
    ...([224, 256, 384, 512] as const).map((bits) => [`hmac_sha${bits}`, macs(specOf(`HMAC_${bits}`), bits)]),
    ...[44, 65, 87].flatMap((set) => [
      [`mldsa_${set}_verify`, signatures(specOf(`ML_DSA_${set}`))],
      [`mldsa_${set}_sign_seed`, mlDsaFromSeed(specOf(`ML_DSA_${set}`), engine)],
    ]),
    ...[512, 768, 1024].map((set) => [`mlkem_${set}`, mlKemFromSeed(specOf(`ML_KEM_${set}`))]),
    ...sizes.map((bits) => [
      `rsa_oaep_${bits}_sha256_mgf1sha256`,
      oaep(specOf(`RSA_${bits}`), 'RSAES_OAEP_SHA_256', bits, engine),
    ]),
    ...sizes.flatMap((bits) =>
      sha2.map((sha) => [
        `rsa_signature_${bits}_sha${sha}`,
        signatures(specOf(`RSA_${bits}`), `RSASSA_PKCS1_V1_5_SHA_${sha}`, digestBy(`sha${sha}`)),
      ]),
    ),
    ...pssFiles.map(([bits, sha]) => [
      `rsa_pss_${bits}_sha${sha}_mgf1_${sha / 8}`,
      signatures(specOf(`RSA_${bits}`), `RSASSA_PSS_SHA_${sha}`, digestBy(`sha${sha}`)),
    ]),
  ]),
}

/** Files of which nothing runs. */
const unused: Record<string, string> = {
  aes_cmac: 'no CMAC here',
  aes_wrap: 'material is wrapped with padding only (RFC 5649)',
  hkdf_sha256: 'keys are derived by SP 800-108',
  mlkem_768_encaps: 'the randomness of an encapsulation is never given',
  mlkem_1024_encaps: 'the randomness of an encapsulation is never given',
  mlkem_512_semi_expanded_decaps: 'private keys are seeds',
  mlkem_768_semi_expanded_decaps: 'private keys are seeds',
  mlkem_1024_semi_expanded_decaps: 'private keys are seeds',
}

/** Vectors left out of the files that run, by the reason. */
const skipped: Record<string, Record<string, number>> = {
  aes_gcm: { 'of another key or nonce size': 250 },
  hmac_sha224: { 'of a truncated tag': 85 },
  hmac_sha256: { 'of a truncated tag': 87 },
  hmac_sha384: { 'of a truncated tag': 87 },
  hmac_sha512: { 'of a truncated tag': 87 },
  mldsa_44_verify: { 'with a context': 7 },
  mldsa_65_verify: { 'with a context': 7 },
  mldsa_87_verify: { 'with a context': 7 },
  mldsa_44_sign_seed: { 'with a context': 4 },
  mldsa_65_sign_seed: { 'with a context': 4 },
  mldsa_87_sign_seed: { 'with a context': 4 },
  rsa_oaep_2048_sha1_mgf1sha1: { 'with a label': 7 },
  rsa_oaep_2048_sha256_mgf1sha256: { 'with a label': 8 },
  rsa_oaep_3072_sha256_mgf1sha256: { 'with a label': 8 },
  rsa_oaep_4096_sha256_mgf1sha256: { 'with a label': 8 },
}

/** Vectors that may be taken or not, and that we take, by their flags. */
const tolerated: Record<string, Record<string, number>> = {
  ecdh_secp256r1: { 'CompressedPublic CompressedPoint': 1 },
  ecdh_secp384r1: { 'CompressedPublic CompressedPoint': 1 },
  ecdh_secp521r1: { 'CompressedPublic CompressedPoint': 1 },
}

function read(name: string): VectorFile {
  return readSharedJson(`${FOLDER}/${name}${ENDING}`) as VectorFile
}

function run(name: string): Promise<Summary> {
  const check = checks[name]
  if (!check) throw new Error(`no check for ${name}`)
  return runVectors(read(name), check)
}

describe.skipIf(!hasShared(FOLDER))('Wycheproof (vectors/wycheproof)', () => {
  it('has a check, or a reason for none, for every file', () => {
    const files = readdirSync(sharedPath(FOLDER)).filter((file) => file.endsWith(ENDING))
    const known = [...Object.keys(checks), ...Object.keys(unused)].map((name) => `${name}${ENDING}`)
    expect(known.toSorted()).toEqual(files.toSorted())
  })

  it.each(Object.keys(checks))('%s: every vector', { timeout: TIMEOUT }, async (name) => {
    const summary = await run(name)
    expect(summary.failed).toEqual([])
    expect(summary.ran).toBeGreaterThan(0)
    expect(summary.skipped).toEqual(skipped[name] ?? {})
    expect(summary.tolerated).toEqual(tolerated[name] ?? {})
  })

  it.each(Object.entries(unused))('%s: unused, %s', (name) => {
    expect(checks).not.toHaveProperty(name)
  })

  it.each(['ecdsa_secp256k1_sha256', 'mlkem_512', 'hmac_sha256', 'rsa_oaep_2048_sha256_mgf1sha256', 'ed25519'])(
    '%s: reports a vector whose result is flipped',
    async (name) => {
      const { testGroups } = read(name)
      const runs = testGroups.flatMap(({ tests }) => tests).filter(({ label = '' }) => label === '')
      const flipped = [runs.find(({ result }) => result === 'valid'), runs.find(({ result }) => result === 'invalid')]
      const groups = testGroups.map((group) => ({
        ...group,
        tests: group.tests
          .filter((vector) => flipped.includes(vector))
          .map((vector) => ({
            ...vector,
            result: vector.result === 'valid' ? ('invalid' as const) : ('valid' as const),
          })),
      }))
      const check = checks[name]
      const summary = check && (await runVectors({ testGroups: groups }, check))
      expect(summary?.failed.toSorted()).toEqual(flipped.map((vector) => vector?.tcId).toSorted())
    },
  )
})
