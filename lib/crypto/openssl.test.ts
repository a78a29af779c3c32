import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { folderPerTest } from '#testing/folder.ts'
import { findWrapping, generateWrappingKey } from './import-wrapping.ts'
import { exportPkcs8 } from './key-pair.ts'
import type { EncryptionAlgorithm, KeyPair, SigningAlgorithm } from './key-spec.ts'
import { sm2Digest } from './sm2/signature.ts'
import { specOf } from './specs.ts'
import { CryptoThreads } from './threads/crypto-threads.ts'

const TIMEOUT = 60_000
const RSA = ['RSA_2048', 'RSA_3072', 'RSA_4096']
const CURVES = { ECC_NIST_P256: 'P-256', ECC_NIST_P384: 'P-384', ECC_NIST_P521: 'P-521', ECC_SECG_P256K1: 'secp256k1' }
const NIST = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521']
const SM2_ID = '1234567812345678'
const ED25519 = 'ECC_NIST_EDWARDS25519'
const SM2 = 'SM2'
const HMAC = [224, 256, 384, 512]

const engine = { secrets: systemSecrets, threads: new CryptoThreads() }
afterAll(() => engine.threads.close())
const inFolder = folderPerTest()

/** Major and minor version of the command `openssl`; undefined where there is none. */
function version(): number | undefined {
  try {
    const text = execFileSync('openssl', ['version'], { encoding: 'utf8' })
    return Number(/^OpenSSL (\d+\.\d+)/.exec(text)?.[1] ?? 0)
  } catch {
    return undefined
  }
}
const found = version() ?? 0

function file(name: string, bytes: Uint8Array): string {
  const path = inFolder(name)
  writeFileSync(path, bytes)
  return path
}

function openssl(...args: readonly string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
}

function isTaken(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch {
    return false
  }
}

const pairs = new Map<string, Promise<KeyPair>>()

/** One pair for each spec: making them takes time. */
function pairOf(spec: string): Promise<KeyPair> {
  const made = pairs.get(spec) ?? makePair(spec)
  pairs.set(spec, made)
  return made
}

async function makePair(spec: string): Promise<KeyPair> {
  const opened = specOf(spec).open(await specOf(spec).generate(engine))
  if (opened.kind !== 'key-pair') throw new Error(`${spec} has no pair`)
  return opened
}

const privateFile = (pair: KeyPair) => file('private.der', exportPkcs8(pair.privateKey))
const publicFile = (pair: KeyPair) => file('public.der', pair.spki)
const der = ['-keyform', 'DER']

/** Options of `openssl pkeyutl` for what an algorithm signs. */
function signingOptions({ name }: SigningAlgorithm, type: string): string[] {
  if (name === 'ED25519_SHA_512') return ['-rawin']
  if (name === 'ED25519_PH_SHA_512') return ['-pkeyopt', 'instance:Ed25519ph', '-rawin']
  if (name === 'SM2DSA') return type === 'RAW' ? ['-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${SM2_ID}`] : []
  const sha = `sha${name.slice(-3)}`
  const padding = ['-pkeyopt', `rsa_padding_mode:${name.includes('PSS') ? 'pss' : 'pkcs1'}`]
  const salt = name.includes('PSS') ? ['-pkeyopt', `rsa_pss_saltlen:${Number(name.slice(-3)) / 8}`] : []
  const options = name.startsWith('RSA') ? [...padding, ...salt] : []
  return type === 'RAW' ? ['-rawin', '-digest', sha, ...options] : ['-pkeyopt', `digest:${sha}`, ...options]
}

/** Options of `openssl pkeyutl` for a bare encryption. */
function encryptionOptions({ name }: EncryptionAlgorithm): string[] {
  if (name === 'SM2PKE') return []
  const sha = name.endsWith('SHA_1') ? 'sha1' : 'sha256'
  return ['rsa_padding_mode:oaep', `rsa_oaep_md:${sha}`, `rsa_mgf1_md:${sha}`].flatMap((o) => ['-pkeyopt', o])
}

function digestOf({ name }: SigningAlgorithm, pair: KeyPair, text: Buffer): Buffer {
  return name === 'SM2DSA' ? sm2Digest(pair.spki, text) : hash(`sha${name.slice(-3)}`, text, 'buffer')
}

const signing = [...RSA, ...Object.keys(CURVES), ED25519, SM2].flatMap((spec) =>
  specOf(spec).signing.flatMap((algorithm) =>
    Object.keys(algorithm.messageTypes).map((type) => ({ spec, algorithm, name: algorithm.name, type })),
  ),
)
const isPreHashed = ({ name }: { name: string }) => name === 'ED25519_PH_SHA_512'

async function agreeOnSignatures({ spec, algorithm, type }: (typeof signing)[number]): Promise<void> {
  const pair = await pairOf(spec)
  const text = Buffer.from('message')
  const message = type === 'RAW' ? text : digestOf(algorithm, pair, text)
  // OpenSSL hashes for Ed25519ph by itself.
  const input = file('message', isPreHashed(algorithm) ? text : message)
  const options = signingOptions(algorithm, type)
  const signature = inFolder('theirs')
  openssl('pkeyutl', '-sign', '-inkey', privateFile(pair), ...der, '-in', input, '-out', signature, ...options)
  const messageType = type === 'RAW' ? 'RAW' : 'DIGEST'
  const theirs = readFileSync(signature)
  expect(algorithm.verify(pair, message, messageType, theirs)).toBe(true)
  expect(algorithm.verify(pair, message, messageType, Buffer.concat([theirs, Buffer.alloc(1)]))).toBe(false)

  const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', publicFile(pair), ...der, '-in', input, ...options]
  const ours = await algorithm.sign(pair, message, messageType, engine)
  const isVerified = (bytes: Buffer) => isTaken(() => openssl(...verify, '-sigfile', file('ours', bytes)))
  expect(isVerified(ours)).toBe(true)
  ours[ours.length - 1] = (ours.at(-1) ?? 0) ^ 1
  expect(isVerified(ours)).toBe(false)
}

describe.skipIf(found < 3)('the openssl command, 3.0 or later', { timeout: TIMEOUT }, () => {
  it.each(signing.filter((one) => !isPreHashed(one)))(
    '$spec $name $type: verifies our signatures, and we its own',
    agreeOnSignatures,
  )

  it.skipIf(found < 3.4).each(signing.filter(isPreHashed))(
    '$spec $name $type, from 3.4 on: verifies our signatures, and we its own',
    agreeOnSignatures,
  )

  it.each(
    [...RSA, SM2].flatMap((spec) =>
      specOf(spec).encryption.map((algorithm) => ({ spec, algorithm, name: algorithm.name })),
    ),
  )('$spec $name: decrypts what we encrypt, and we what it encrypts', async ({ spec, algorithm }) => {
    if (algorithm.form !== 'raw') throw new Error('not bare')
    const pair = await pairOf(spec)
    const options = encryptionOptions(algorithm)
    const plaintext = systemSecrets.bytes(algorithm.maxPlaintext)
    const input = ['-in', file('plaintext', plaintext), '-out', inFolder('ciphertext')]
    openssl('pkeyutl', '-encrypt', '-pubin', '-inkey', publicFile(pair), ...der, ...input, ...options)
    expect(await algorithm.decrypt(pair, readFileSync(inFolder('ciphertext')), engine)).toEqual(plaintext)
    const ours = file('ours', await algorithm.encrypt(pair, plaintext, engine))
    expect(openssl('pkeyutl', '-decrypt', '-inkey', privateFile(pair), ...der, '-in', ours, ...options)).toEqual(
      plaintext,
    )
  })

  it.each(NIST)('%s ECDH: agrees with us on the secret, with either key ours', async (spec) => {
    const pair = await pairOf(spec)
    const peer = await makePair(spec)
    const ours = await specOf(spec).agreement[0]?.derive(pair, peer.spki, engine)
    for (const [mine, other] of [
      [pair, peer],
      [peer, pair],
    ] as const) {
      const keys = ['-inkey', privateFile(mine), ...der, '-peerkey', publicFile(other), '-peerform', 'DER']
      expect(openssl('pkeyutl', '-derive', ...keys)).toEqual(ours)
    }
  })

  it.each([
    ['RSA_2048', ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048']] as const,
    ...Object.entries(CURVES).map(([spec, curve]) => [spec, ['EC', '-pkeyopt', `ec_paramgen_curve:${curve}`]] as const),
    [ED25519, ['ED25519']] as const,
    [SM2, ['EC', '-pkeyopt', 'ec_paramgen_curve:SM2']] as const,
    [SM2, ['SM2']] as const,
  ])('%s: makes keys that we import as it made them, and it reads our export', async (spec, options) => {
    const entry = specOf(spec)
    const pem = file('key.pem', openssl('genpkey', '-algorithm', ...options))
    const pkcs8 = openssl('pkcs8', '-topk8', '-nocrypt', '-in', pem, '-outform', 'DER')
    const material = await entry.importing?.read(pkcs8, engine)
    const pair = material && entry.open(material)
    if (pair?.kind !== 'key-pair') throw new Error('it was not imported')
    expect(entry.exportPrivateKey?.(pair)).toEqual(pkcs8)
    const spki = openssl('pkey', '-inform', 'DER', '-in', privateFile(pair), '-pubout', '-outform', 'DER')
    expect(spki).toEqual(pair.spki)
  })

  it.each(HMAC)('HMAC_%i: gives the MAC that we give', async (bits) => {
    const entry = specOf(`HMAC_${bits}`)
    const material = await entry.generate(engine)
    const key = entry.open(material)
    if (key.kind !== 'mac') throw new Error('no MAC key')
    const options = ['-mac', 'HMAC', '-macopt', `hexkey:${material.toString('hex')}`, '-binary']
    const theirs = openssl('dgst', `-sha${bits}`, ...options, file('message', Buffer.from('message')))
    expect(entry.mac[0]?.mac(key, Buffer.from('message'))).toEqual(theirs)
  })

  it('knows a signature of another identifier, as we do by its digest', async () => {
    const pair = await pairOf(SM2)
    const [algorithm] = specOf(SM2).signing
    const id = 'ALICE123@YAHOO.COM'
    const text = Buffer.from('message')
    const digest = sm2Digest(pair.spki, text, Buffer.from(id))
    const ours = await algorithm?.sign(pair, digest, 'DIGEST', engine)
    const files = ['-in', file('message', text), '-sigfile', file('ours', ours ?? Buffer.alloc(0))]
    const verify = ['pkeyutl', '-verify', '-pubin', '-inkey', publicFile(pair), ...der, '-rawin', '-digest', 'sm3']
    const isVerified = (name: string) => isTaken(() => openssl(...verify, ...files, '-pkeyopt', `distid:${name}`))
    expect([isVerified(id), isVerified(SM2_ID)]).toEqual([true, false])
  })

  it('wraps material by SM2PKE, and we unwrap it', async () => {
    const wrappingKey = await generateWrappingKey(SM2, engine)
    const material = exportPkcs8((await pairOf('RSA_2048')).privateKey)
    const to = ['-pubin', '-inkey', file('public.der', wrappingKey.publicKey), ...der]
    const wrapped = openssl('pkeyutl', '-encrypt', ...to, '-in', file('material', material))
    expect(await findWrapping('SM2PKE')?.unwrap(wrappingKey.privateKey, wrapped, engine)).toEqual(material)
  })

  it('wraps material by RSA_AES_KEY_WRAP_SHA_256 as AWS documents it, and we unwrap it', async () => {
    const wrappingKey = await generateWrappingKey('RSA_2048', engine)
    const material = exportPkcs8((await pairOf('ECC_NIST_P521')).privateKey)
    const key = systemSecrets.bytes(32)
    const kwp = ['-id-aes256-wrap-pad', '-K', key.toString('hex'), '-iv', 'A65959A6']
    const wrapped = openssl('enc', ...kwp, '-in', file('material', material))
    const options = ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256'].flatMap((o) => [
      '-pkeyopt',
      o,
    ])
    const to = ['-pubin', '-inkey', file('public.der', wrappingKey.publicKey), ...der]
    const wrappedKey = openssl('pkeyutl', '-encrypt', ...to, '-in', file('key', key), ...options)
    const wrapping = findWrapping('RSA_AES_KEY_WRAP_SHA_256')
    const unwrapped = wrapping?.unwrap(wrappingKey.privateKey, Buffer.concat([wrappedKey, wrapped]), engine)
    expect(await unwrapped).toEqual(material)
  })
})
