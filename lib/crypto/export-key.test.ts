import { createPublicKey, verify } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { createExportKey, type ExportKey, fingerprintOf, openExportKey } from './export-key.ts'
import { localRoot } from './root/local-key.ts'
import type { RootProvider } from './root/provider.ts'

function rootOf(byte: number): RootProvider {
  return { ...localRoot(Buffer.alloc(32, byte), systemSecrets), health: async () => ({ ok: true }) }
}

const root = rootOf(7)
let wrapped: Buffer
let key: ExportKey

beforeAll(async () => {
  wrapped = await createExportKey(root)
  key = await openExportKey(root, wrapped)
})

describe('the export key', () => {
  it('signs as SHA256withRSA, with 2048 bits, and its public half is PKCS #1 in DER', () => {
    const publicKey = createPublicKey({ key: key.publicKey, format: 'der', type: 'pkcs1' })
    expect(publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65537n })
    const [data, other] = [Buffer.from('data'), Buffer.from('date')]
    expect(verify('sha256', data, publicKey, key.sign(data))).toBe(true)
    expect(verify('sha256', other, publicKey, key.sign(data))).toBe(false)
  })

  it('is the same when it is opened again, and signs the same', async () => {
    const again = await openExportKey(root, wrapped)
    expect(again.publicKey).toEqual(key.publicKey)
    expect(again.sign(Buffer.from('x'))).toEqual(key.sign(Buffer.from('x')))
  })

  // Keys that CloudTrail gave out, from its user guide and the examples of the AWS CLI.
  it.each([
    [
      '7f3f401420072e50a65a141430817ab3',
      'MIIBCgKCAQEAlSS3cl92HDycr/MTj0moOhas8habjrraXw+KzlWF0axSI2tcF+3iJ9BKQAVSKxGwxwu3m0wG3J+kUl1xboEcEPHYoIYMbgfSw7KGnuDKwkLzsQWhUJ0cIbOHASox1vv/5fNXkrHhGbDCHeVXm804c83nvHUEFYThr1PfyP/8HwrCtR3FX5OANtQCP61C1nJtSSkC8JSQUOrIP4CuwJjc+4WGDk+BGH5m9iuiAKkipEHWmUl8/P7XpfpWQuk4h8g3pXZOrNXr08lbh4d39svj7UqdhvOXoBISp9t/EXYuePGEtBdrKD9Dz+VHwyUPtBQvYr9BnkF88qBnaPNhS44rzwIDAQAB',
    ],
    [
      '8eba5db5bea9b640d1c96a77256fe7f2',
      'MIIBCgKCAQEAn11L2YZ9h7onug2ILi1MWyHiMRsTQjfWE+pHVRLk1QjfWhirG+lpOa8NrwQ/r7Ah5bNL6HepznOU9XTDSfmmnP97mqyc7z/upfZdS/AHhYcGaz7n6Wc/RRBU6VmiPCrAUojuSk6/GjvA8iOPFsYDuBtviXarvuLPlrT9kAd4Lb+rFfR5peEgBEkhlzc5HuWO7S0y+KunqxX6jQBnXGMtxmPBPP0FylgWGNdFtks/4YSKcgqwH0YDcawP9GGGDAeCIqPWIXDLG1jOjRRzWfCmD0iJUkz8vTsn4hq/5ZxRFE7UBAUiVcGbdnDdvVfhF9C3dQiDq3k7adQIziLT0cShgQIDAQAB',
    ],
  ])('has a fingerprint as AWS makes it: %s', (fingerprint, publicKey) => {
    expect(fingerprintOf(Buffer.from(publicKey, 'base64'))).toBe(fingerprint)
    expect(key.fingerprint).toBe(fingerprintOf(key.publicKey))
  })

  it('is not opened by another root, or when it was changed', async () => {
    await expect(openExportKey(rootOf(8), wrapped)).rejects.toMatchObject({ code: 'ExportKeyDamaged' })
    const changed = Buffer.from(wrapped)
    changed[40] = (changed[40] ?? 0) ^ 1
    await expect(openExportKey(root, changed)).rejects.toMatchObject({ code: 'ExportKeyDamaged' })
  })
})
