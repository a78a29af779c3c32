import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#kernel/hash.ts'
import { systemSecrets } from '#kernel/random.ts'
import { makeEnclave, openForRecipient } from '#testing/enclave.ts'
import { folderPerTest } from '#testing/folder.ts'
import { envelop } from './cms.ts'
import type { RecipientKey } from './recipient-key.ts'
import { readRecipientKey } from './recipient-key.ts'

const enclave = makeEnclave()

function keyOf({ publicKey }: { readonly publicKey: Buffer }): RecipientKey {
  const key = readRecipientKey(publicKey)
  if (!key) throw new Error('no key')
  return key
}

const inFolder = folderPerTest()

function hasOpenssl(): boolean {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).startsWith('OpenSSL 3')
  } catch {
    return false
  }
}

describe('an envelope for a recipient', () => {
  it('is opened by its key to what was put in, whatever that is', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 4096 }), (content) => {
      expect([...openForRecipient(enclave, envelop(content, keyOf(enclave), systemSecrets))]).toEqual([...content])
    })
    fc.assert(property, { numRuns: 30 })
  })

  it('is opened by no other key, and is another one each time', () => {
    const content = Buffer.from('a data key')
    const envelope = envelop(content, keyOf(enclave), systemSecrets)
    expect(() => openForRecipient(makeEnclave(), envelope)).toThrow()
    expect(envelop(content, keyOf(enclave), systemSecrets).equals(envelope)).toBe(false)
    expect(envelope.includes(content)).toBe(false)
  })

  it.each([2048, 3072, 4096])('fits into an answer for a key of %i bits, however long the content', (bits) => {
    const other = makeEnclave(bits)
    const content = systemSecrets.bytes(4096)
    const envelope = envelop(content, keyOf(other), systemSecrets)
    expect(envelope.length).toBeLessThanOrEqual(6144)
    expect(openForRecipient(other, envelope)).toEqual(content)
  })

  it('is laid out byte for byte as AWS KMS lays it out, as the AWS Nitro Enclaves SDK for C parses it', () => {
    const envelope = envelop(Buffer.alloc(32, 7), keyOf(enclave), systemSecrets).toString('hex')
    const before = [
      '308006092a864886f70d010703a0803080020102',
      `3182016b30820167020102 8020 ${sha256(enclave.publicKey).toString('hex')}`,
      '303c06092a864886f70d010107302fa00f300d06096086480165030402010500',
      'a11c301a06092a864886f70d010108300d0609608648016503040201050004820100',
    ]
    const between = '308006092a864886f70d010701301d060960864801650304012a0410'
    const after = ['a0800430', '00000000000000000000']
    const head = before.join('').replaceAll(' ', '')
    const [key, iv, content] = [256, 16, 48].map((bytes) => `[0-9a-f]{${2 * bytes}}`)
    expect(envelope).toMatch(new RegExp(`^${head}${key}${between}${iv}${after[0]}${content}${after[1]}$`))
  })

  it.skipIf(!hasOpenssl())('is opened by the openssl command', () => {
    const pem = enclave.privateKey.export({ format: 'pem', type: 'pkcs8' })
    writeFileSync(inFolder('key.pem'), pem)
    for (const length of [0, 1, 15, 16, 32, 2400]) {
      const content = systemSecrets.bytes(length)
      writeFileSync(inFolder('cms.der'), envelop(content, keyOf(enclave), systemSecrets))
      const args = ['-decrypt', '-binary', '-inform', 'DER', '-in', inFolder('cms.der'), '-inkey', inFolder('key.pem')]
      expect(execFileSync('openssl', ['cms', ...args])).toEqual(content)
    }
  })
})
