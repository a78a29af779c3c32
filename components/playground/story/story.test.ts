import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sealBlob } from '#crypto/ciphertext-blob.ts'
import { canonicalContext } from '#crypto/encryption-context.ts'
import { xaesKey } from '#crypto/xaes.ts'
import type { KeyId, KeyMaterialId } from '#kernel/ids.ts'
import { spacedHex } from '../../bytes.ts'
import { OPERATIONS } from '../operations.ts'
import type { Told } from './step.ts'
import { storyOf } from './story.ts'

const context = { tenant: 'acme', purpose: 'settlement' }
const nonce = randomBytes(24)
const blob = sealBlob({
  keyId: '7f3a91c2-5d1e-4b8a-9c64-2e0b7d41aa90' as KeyId,
  materialId: 'ab'.repeat(32) as KeyMaterialId,
  key: xaesKey(randomBytes(32)),
  nonce,
  plaintext: Buffer.from('invoice 20931'),
  context: canonicalContext(new Map(Object.entries(context))) ?? Buffer.alloc(0),
})
const told: Told = {
  ...{
    op: 'Encrypt',
    spec: 'SYMMETRIC_DEFAULT',
    algorithm: 'SYMMETRIC_DEFAULT',
    messageType: 'RAW',
    done: true,
    context,
  },
  input: () => Buffer.from('invoice 20931'),
  output: (member) => (member === 'CiphertextBlob' ? blob : undefined),
  material: 2,
}
const facts = (story: ReturnType<typeof storyOf>) =>
  new Map(story?.steps.flatMap((step) => step.facts.map(({ name, value }) => [name, value])))

describe('the story of a call', () => {
  it('of Encrypt has the very bytes of its blob', () => {
    const story = storyOf(told)
    expect(story?.steps.map(({ title }) => title)).toEqual(['Bind', 'Derive', 'Seal', 'Assemble'])
    expect(facts(story).get('Nonce, bytes 0–11')).toBe(spacedHex(nonce.subarray(0, 12)))
    expect(facts(story).get('Tag')).toBe(spacedHex(blob.subarray(-16)))
    expect(facts(story).get('Length')).toBe('106 bytes = 93 + 13')
    expect(story?.steps[1]?.rows[0]?.[0]?.text).toBe('Material 2')
  })

  it('of a key in an external key store has the second seal', () => {
    const titles = (op: 'Encrypt' | 'Decrypt') =>
      storyOf({ ...told, op, external: true })?.steps.map(({ title }) => title)
    expect(titles('Encrypt')).toEqual(['Bind', 'Derive', 'Seal', 'Seal again', 'Assemble'])
    expect(titles('Decrypt')).toEqual(['Read', 'Ask outside', 'Bind', 'Derive', 'Open'])
  })

  it('of Decrypt reads the blob that was given', () => {
    const story = storyOf({ ...told, op: 'Decrypt', input: () => blob, output: () => Buffer.from('invoice 20931') })
    expect(facts(story).get('Plaintext')).toBe('13 bytes')
  })

  it('is told of every operation before there is an answer, and of every kind of key', () => {
    for (const { op } of OPERATIONS) {
      for (const algorithm of [
        'RSASSA_PSS_SHA_256',
        'ECDSA_SHA_384',
        'ED25519_SHA_512',
        'ML_DSA_SHAKE_256',
        'SM2PKE',
      ]) {
        for (const spec of ['SYMMETRIC_DEFAULT', 'RSA_2048']) {
          const story = storyOf({
            ...told,
            op,
            spec,
            algorithm,
            done: false,
            input: () => undefined,
            output: () => undefined,
          })
          if (op === 'Inspect') expect(story).toBeUndefined()
          else expect(story?.steps.length).toBeGreaterThan(1)
        }
      }
    }
  })

  it('never shows a secret: what it is made of is bytes of the blob and lengths', () => {
    const secret = randomBytes(32)
    for (const op of ['GenerateDataKey', 'DeriveSharedSecret', 'Decapsulate', 'GenerateRandom', 'Decrypt'] as const) {
      const story = storyOf({
        ...told,
        op,
        input: () => blob,
        output: (member) => (/Plaintext|Secret$/.test(member) ? secret : blob),
      })
      expect(JSON.stringify(story)).not.toContain(spacedHex(secret.subarray(0, 8)))
    }
  })
})
