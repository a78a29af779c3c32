import { generateKeyPairSync } from 'node:crypto'
import { encode } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import type { CertificateOptions } from '#testing/certificates.ts'
import { namingSha256, SIGNS_CERTIFICATES, SIGNS_DATA } from '#testing/certificates.ts'
import { attest, fieldsFor, makeEnclave, makeNitro, NO_DOCUMENTS, pcr, signDocument } from '#testing/enclave.ts'
import { readRoots } from './roots.ts'
import type { Attestation } from './verify.ts'
import { verifyAttestation } from './verify.ts'

const NOW = Date.UTC(2026, 0, 1)
const HOUR = 3_600_000
const [ROOT, , LAST_AUTHORITY, LEAF] = [0, 1, 2, 3]

const nitro = makeNitro({ now: NOW })
const stranger = makeNitro({ now: NOW })
const enclave = makeEnclave()
const good = attest(nitro, enclave)

const rootsOf = (pem: string) => readRoots(pem) ?? []
const roots = rootsOf(nitro.rootPem)

const verified = (document: Uint8Array, at = NOW, known = roots) =>
  verifyAttestation(document, known, at as EpochMillis)

function proved(document: Uint8Array, known = roots): Attestation {
  const outcome = verified(document, NOW, known)
  if (typeof outcome === 'string') throw new Error(outcome)
  return outcome
}

/** What comes of a document of a PKI one of whose certificates is another, checked against its own root. */
function withCertificate(index: number, change: Partial<CertificateOptions>, at = NOW) {
  const changed = makeNitro({
    now: NOW,
    changes: Array.from({ length: index + 1 }, (_, i) => (i === index ? change : {})),
  })
  return verified(attest(changed, enclave), at, rootsOf(changed.rootPem))
}

/** What comes of a document whose payload is encoded from these entries, which may repeat. */
function withEntries(entries: readonly (readonly [unknown, unknown])[]) {
  const parts = entries.flatMap((entry) => entry.map((part) => encode(part)))
  return verified(signDocument(nitro, Buffer.concat([Buffer.from([0xa0 | entries.length]), ...parts])))
}

describe('a document of a known root', () => {
  it('proves the module, the registers and the public key', () => {
    const { platform, moduleId, pcrs, recipient } = proved(good)
    expect({ platform, moduleId }).toEqual({ platform: 'enclave', moduleId: 'i-1234567890abcdef0-enc1234567890abcdef' })
    expect([...pcrs.keys()]).toEqual(Array.from({ length: 16 }, (_, index) => index))
    for (const [index, value] of pcrs) expect(pcr(index).equals(value)).toBe(true)
    expect(recipient.spki).toEqual(enclave.publicKey)
  })

  it('may have the tag of COSE_Sign1', () => {
    expect(proved(Buffer.concat([Buffer.from([0xd2]), good])).recipient.spki).toEqual(enclave.publicKey)
  })

  it('may have a payload of indefinite length, as the Nitro hypervisor writes it', () => {
    const parts = [...fieldsFor(nitro, enclave.publicKey)].flatMap((entry) => entry.map((part) => encode(part)))
    const payload = Buffer.concat([Buffer.from([0xbf]), ...parts, Buffer.from([0xff])])
    expect(proved(signDocument(nitro, payload)).recipient.spki).toEqual(enclave.publicKey)
  })

  it('may be of an instance with NitroTPM', () => {
    const fields = fieldsFor(nitro, enclave.publicKey)
    fields.set('nitrotpm_pcrs', fields.get('pcrs'))
    fields.delete('pcrs')
    expect(proved(signDocument(nitro, fields)).platform).toBe('nitro-tpm')
  })

  it('may leave out what is optional, and have it at its longest', () => {
    const fields = fieldsFor(nitro, enclave.publicKey)
    for (const name of ['user_data', 'nonce']) fields.delete(name)
    expect(verified(signDocument(nitro, fields))).toBeTypeOf('object')
    const longest = { user_data: Buffer.alloc(1024), nonce: Buffer.alloc(1024) }
    expect(verified(attest(nitro, enclave, longest))).toBeTypeOf('object')
  })

  it('counts until the second in which its certificates end, and from the one in which they begin', () => {
    expect(verified(good, NOW - HOUR)).toBeTypeOf('object')
    expect(verified(good, NOW + 3 * HOUR)).toBeTypeOf('object')
  })

  it('may come under any of several roots, and through any number of authorities', () => {
    const deep = makeNitro({ now: NOW, depth: 6 })
    const flat = makeNitro({ now: NOW, depth: 1 })
    const known = rootsOf(stranger.rootPem + deep.rootPem + flat.rootPem)
    for (const one of [deep, flat, stranger]) expect(verified(attest(one, enclave), NOW, known)).toBeTypeOf('object')
    expect(verified(good, NOW, known)).toBe('stranger')
  })

  it.each([2048, 3072, 4096])('may ask for answers to an RSA key of %i bits', (bits) => {
    const other = makeEnclave(bits)
    expect(proved(attest(nitro, other)).recipient.spki).toEqual(other.publicKey)
  })

  it('proves whatever registers and data it holds', () => {
    const register = fc
      .constantFrom(32, 48, 64)
      .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
    const registers = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 31 }), register), {
      ...{ minLength: 1, maxLength: 32, selector: ([index]: readonly [number, unknown]) => index },
    })
    const data = fc.option(fc.uint8Array({ maxLength: 512 }))
    const module = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' })
    const property = fc.property(registers, data, data, module, (entries, user_data, nonce, module_id) => {
      const document = attest(nitro, enclave, { pcrs: new Map(entries), user_data, nonce, module_id })
      const { pcrs, moduleId } = proved(document)
      expect(moduleId).toBe(module_id)
      expect(new Map([...pcrs].map(([index, value]) => [index, [...value]]))).toEqual(
        new Map(entries.map(([index, value]) => [index, [...value]])),
      )
    })
    fc.assert(property, { numRuns: 30 })
  })
})

describe('a document that is malformed', () => {
  it.each(NO_DOCUMENTS)('as it is %s', (_, bytes) => {
    expect(verified(bytes)).toBe('malformed')
  })

  it('as it ends too early, wherever that is', () => {
    const ends = Array.from({ length: good.length }, (_, end) => end).filter((end) => end < 64 || end % 23 === 0)
    for (const end of [...ends, good.length - 97, good.length - 1]) {
      expect(verified(good.subarray(0, end)), String(end)).toBe('malformed')
    }
  })

  it('as bytes follow it, outside or inside', () => {
    expect(verified(Buffer.concat([good, Buffer.from([0])]))).toBe('malformed')
    const payload = Buffer.concat([encode(fieldsFor(nitro, enclave.publicKey)), Buffer.from([0xf6])])
    expect(verified(signDocument(nitro, payload))).toBe('malformed')
  })

  it.each([
    ['tagged twice', Buffer.concat([Buffer.from([0xd2, 0xd2]), good])],
    ['tagged as something else', Buffer.concat([Buffer.from([0xd3]), good])],
    ['with its own length not in the shortest form', Buffer.concat([Buffer.from([0x98, 4]), good.subarray(1)])],
    ['of indefinite length', Buffer.concat([Buffer.from([0x9f]), good.subarray(1), Buffer.from([0xff])])],
  ])('as it is %s', (_, bytes) => expect(verified(bytes)).toBe('malformed'))

  it.each([
    ['ES256', Buffer.from('a10126', 'hex'), 'sha256'],
    ['ES512', Buffer.from('a1013823', 'hex'), 'sha384'],
    ['none', Buffer.from('a0', 'hex'), 'sha384'],
    [
      'ES384, and something more',
      encode(
        new Map([
          [1, -35],
          [4, 1],
        ]),
      ),
      'sha384',
    ],
  ] as const)('as its algorithm is %s', (_, header, hash) => {
    const fields = fieldsFor(nitro, enclave.publicKey)
    expect(verified(signDocument(nitro, fields, { header, hash }))).toBe('malformed')
  })

  it('as it has an unprotected header', () => {
    const unprotected = new Map([[4, Buffer.from('key')]])
    expect(verified(signDocument(nitro, fieldsFor(nitro, enclave.publicKey), { unprotected }))).toBe('malformed')
  })

  it('as a field is there twice', () => {
    const entries = [...fieldsFor(nitro, enclave.publicKey)]
    expect(withEntries(entries)).toBeTypeOf('object')
    for (const entry of entries) expect(withEntries([...entries, entry]), String(entry[0])).toBe('malformed')
  })

  it('as a register is there twice', () => {
    const twice = Buffer.concat([Buffer.from([0xa2]), ...[0, pcr(0), 0, pcr(1)].map((part) => encode(part))])
    const others = [...fieldsFor(nitro, enclave.publicKey)].filter(([name]) => name !== 'pcrs')
    const parts = others.flatMap((entry) => entry.map((part) => encode(part)))
    const payload = Buffer.concat([Buffer.from([0xa9]), ...parts, encode('pcrs'), twice])
    expect(verified(signDocument(nitro, payload))).toBe('malformed')
  })

  it.each(['module_id', 'digest', 'timestamp', 'pcrs', 'certificate', 'cabundle'])(
    'as %s is missing or null',
    (name) => {
      const fields = fieldsFor(nitro, enclave.publicKey)
      fields.set(name, null)
      expect(verified(signDocument(nitro, fields))).toBe('malformed')
      fields.delete(name)
      expect(verified(signDocument(nitro, fields))).toBe('malformed')
    },
  )

  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['its digest is of another algorithm', { digest: 'SHA256' }],
    ['its digest is no text', { digest: Buffer.from('SHA384') }],
    ['its module has no name', { module_id: '' }],
    ['its timestamp is zero', { timestamp: 0 }],
    ['its timestamp is negative', { timestamp: -1 }],
    ['its timestamp is a fraction', { timestamp: 1.5 }],
    ['it has no registers', { pcrs: new Map() }],
    ['its registers are a list', { pcrs: [pcr(0)] }],
    ['a register is short', { pcrs: new Map([[0, Buffer.alloc(47)]]) }],
    ['a register is long', { pcrs: new Map([[0, Buffer.alloc(65)]]) }],
    ['a register is empty', { pcrs: new Map([[0, Buffer.alloc(0)]]) }],
    ['a register is text', { pcrs: new Map([[0, 'a'.repeat(48)]]) }],
    ['a register has the number 32', { pcrs: new Map([[32, pcr(0)]]) }],
    ['a register has a negative number', { pcrs: new Map([[-1, pcr(0)]]) }],
    ['a register has a name', { pcrs: new Map([['0', pcr(0)]]) }],
    ['it has registers of both kinds', { nitrotpm_pcrs: new Map([[0, pcr(0)]]) }],
    ['its certificate is empty', { certificate: Buffer.alloc(0) }],
    ['its certificate is too long', { certificate: Buffer.alloc(1025) }],
    ['its certificate is none', { certificate: Buffer.alloc(500) }],
    ['its certificate is PEM', { certificate: Buffer.from(nitro.rootPem) }],
    ['bytes follow its certificate', { certificate: Buffer.concat([nitro.leaf.der, Buffer.alloc(1)]) }],
    ['its certificate names another signature algorithm', { certificate: namingSha256(nitro.leaf.der) }],
    ['it has no authorities', { cabundle: [] }],
    ['an authority is none', { cabundle: [...nitro.authorities.map(({ der }) => der), Buffer.alloc(9)] }],
    ['its public key is empty', { public_key: Buffer.alloc(0) }],
    ['its public key is too long', { public_key: Buffer.alloc(1025) }],
    ['its user data are too long', { user_data: Buffer.alloc(1025) }],
    ['its nonce is text', { nonce: 'nonce' }],
    ['it has a field that is unknown', { more: 1 }],
    ['its payload is too long', { cabundle: Array.from({ length: 40 }, () => nitro.leaf.der) }],
  ])('as %s', (_, change) => expect(verified(attest(nitro, enclave, change))).toBe('malformed'))

  it.each<readonly [string, Partial<CertificateOptions>]>([
    ['of another curve', { curve: 'P-256' }],
    ['with an unknown critical extension', { unknown: ['2b0601'] }],
    ['with an extension twice', { unknown: ['551d13'] }],
  ])('as its certificate is %s', (_, change) => expect(withCertificate(LEAF, change)).toBe('malformed'))
})

describe('a document whose time is not now', () => {
  it('is refused a moment before its certificates are valid, and a moment after', () => {
    expect(verified(good, NOW - HOUR - 1)).toBe('not-yet-valid')
    expect(verified(good, NOW + 3 * HOUR + 1)).toBe('expired')
  })

  it.each([0, 1, 2, 3])('is refused when certificate %i of its chain alone is out of date', (index) => {
    expect(withCertificate(index, { to: NOW - HOUR })).toBe('expired')
    expect(withCertificate(index, { from: NOW + HOUR })).toBe('not-yet-valid')
  })
})

describe('a document of nobody that is trusted', () => {
  it('is refused, with its own root and with a forged chain behind the real one', () => {
    expect(verified(attest(stranger, enclave))).toBe('stranger')
    const forged = [...nitro.authorities.slice(0, 1), ...stranger.authorities.slice(1)].map(({ der }) => der)
    expect(verified(attest(stranger, enclave, { cabundle: forged }))).toBe('broken-chain')
    expect(verified(good, NOW, [])).toBe('stranger')
  })

  it('is refused when the root is not the first of its authorities', () => {
    const bundle = nitro.authorities.map(({ der }) => der)
    expect(verified(attest(nitro, enclave, { cabundle: bundle.slice(1) }))).toBe('stranger')
    expect(verified(attest(nitro, enclave, { cabundle: bundle.toReversed() }))).toBe('stranger')
    expect(verified(attest(nitro, enclave, { cabundle: [...bundle.slice(1), ...bundle.slice(0, 1)] }))).toBe('stranger')
  })

  it('is refused when the last authority did not issue its certificate', () => {
    const bundle = nitro.authorities.map(({ der }) => der)
    expect(verified(attest(nitro, enclave, { cabundle: bundle.slice(0, -1) }))).toBe('broken-chain')
    const fields = fieldsFor(nitro, enclave.publicKey).set('certificate', stranger.leaf.der)
    expect(verified(signDocument(stranger, fields))).toBe('broken-chain')
  })

  it.each<readonly [string, number, Partial<CertificateOptions>]>([
    ['an authority lacks the CA flag', LAST_AUTHORITY, { authority: undefined }],
    ['an authority may not sign certificates', LAST_AUTHORITY, { usage: SIGNS_DATA }],
    ['an authority does not say what it may do', LAST_AUTHORITY, { usage: undefined }],
    ['the root allows a shorter path', ROOT, { authority: { pathLength: 1 } }],
    ['an authority allows a shorter path', 1, { authority: { pathLength: 0 } }],
    ['an authority names another issuer', LAST_AUTHORITY, { issuerName: 'somebody' }],
    ['the certificate is of an authority', LEAF, { authority: {} }],
    ['the certificate may not sign data', LEAF, { usage: SIGNS_CERTIFICATES }],
    ['the certificate names another issuer', LEAF, { issuerName: 'somebody' }],
  ])('is refused when %s', (_, index, change) => expect(withCertificate(index, change)).toBe('broken-chain'))
})

describe('a document that another signed', () => {
  it('is refused', () => {
    const key = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
    expect(verified(signDocument(nitro, fieldsFor(nitro, enclave.publicKey), { key }))).toBe('bad-signature')
    const ofAuthority = { key: nitro.authorities[1]?.privateKey ?? key }
    expect(verified(signDocument(nitro, fieldsFor(nitro, enclave.publicKey), ofAuthority))).toBe('bad-signature')
    const sha256 = { hash: 'sha256' } as const
    expect(verified(signDocument(nitro, fieldsFor(nitro, enclave.publicKey), sha256))).toBe('bad-signature')
  })

  it('is refused when one register, the key or the signature is changed afterwards', () => {
    for (const part of [pcr(0), enclave.publicKey.subarray(40, 60), good.subarray(-96, -80)]) {
      const changed = Buffer.from(good)
      const at = changed.indexOf(part)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(verified(changed)).toBe('bad-signature')
    }
    expect(verified(Buffer.concat([good.subarray(0, -96), Buffer.alloc(96)]))).toBe('bad-signature')
  })

  it('is refused whichever of its bits is changed, and whatever bytes are put, taken or swapped', () => {
    for (let at = 0; at < good.length; at += 7) {
      const changed = Buffer.from(good)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect(verified(changed), String(at)).toBeTypeOf('string')
    }
    const spot = fc.nat({ max: good.length - 1 })
    const property = fc.property(spot, spot, fc.uint8Array({ maxLength: 40 }), (start, end, bytes) => {
      const changed = Buffer.concat([good.subarray(0, start), bytes, good.subarray(end)])
      return changed.equals(good) || typeof verified(changed) === 'string'
    })
    fc.assert(property, { numRuns: 300 })
  })
})

describe('a document without a fitting public key', () => {
  it('is refused without one', () => {
    expect(verified(attest(nitro, enclave, { public_key: null }))).toBe('no-public-key')
    const fields = fieldsFor(nitro)
    fields.delete('public_key')
    expect(verified(signDocument(nitro, fields))).toBe('no-public-key')
  })

  const spki = { format: 'der', type: 'spki' } as const
  it.each<readonly [string, Buffer]>([
    ['an elliptic curve key', generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export(spki)],
    ['a small RSA key', makeEnclave(1024).publicKey],
    ['an RSA key one bit too small', makeEnclave(2047).publicKey],
    ['a large RSA key', makeEnclave(4104).publicKey],
    ['a key for RSA-PSS alone', generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey.export(spki)],
    [
      'an RSA key of PKCS #1',
      generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ ...spki, type: 'pkcs1' }),
    ],
    ['an RSA key and bytes behind it', Buffer.concat([enclave.publicKey, Buffer.alloc(1)])],
    ['a key cut short', enclave.publicKey.subarray(0, -1)],
    ['no key', Buffer.from('key')],
  ])('is refused with %s', (_, public_key) => {
    expect(verified(attest(nitro, enclave, { public_key }))).toBe('unfit-public-key')
  })
})

describe('the roots', () => {
  it('are all certificates of a PEM file, whatever stands around them', () => {
    expect(readRoots(`Subject: a root\n${nitro.rootPem}\n# another\n${stranger.rootPem}`)).toHaveLength(2)
    expect(readRoots('')).toEqual([])
    expect(readRoots('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')).toEqual([])
  })

  it('are none at all when one of them is no authority with a P-384 key', () => {
    const others = [
      makeNitro({ now: NOW, changes: [{ curve: 'P-256' }] }),
      makeNitro({ now: NOW, changes: [{ authority: undefined }] }),
      makeNitro({ now: NOW, changes: [{ usage: SIGNS_DATA }] }),
    ]
    for (const { rootPem } of others) expect(readRoots(nitro.rootPem + rootPem)).toBeUndefined()
    expect(readRoots('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')).toBeUndefined()
  })
})
