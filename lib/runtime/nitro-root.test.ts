import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeNitro } from '#testing/enclave.ts'
import { folderPerTest } from '#testing/folder.ts'
import { ConfigError } from './config.ts'
import { readNitroRoots } from './nitro-root.ts'

const inFolder = folderPerTest()
const now = Date.UTC(2026, 0, 1)

function fileWith(text: string): string {
  const file = inFolder('root.pem')
  writeFileSync(file, text)
  return file
}

function refusalOf(file: string): ConfigError {
  try {
    readNitroRoots(file)
  } catch (error) {
    if (error instanceof ConfigError) return error
  }
  throw new Error('it was not refused')
}

describe('KEYSTEAD_NITRO_ROOT', () => {
  it('names a file of one certificate or several, or none at all', () => {
    const pem = makeNitro({ now }).rootPem
    expect(readNitroRoots(fileWith(pem))).toHaveLength(1)
    expect(readNitroRoots(fileWith(pem + makeNitro({ now }).rootPem))).toHaveLength(2)
    expect(readNitroRoots(undefined)).toBeUndefined()
  })

  it('is refused in one line when the file is missing, a folder, or holds no certificate', () => {
    const missing = inFolder('missing.pem')
    expect(refusalOf(missing).faults).toEqual([expect.stringMatching(/^KEYSTEAD_NITRO_ROOT: .*ENOENT.*missing\.pem/)])
    expect(refusalOf(inFolder('.')).faults).toEqual([expect.stringMatching(/^KEYSTEAD_NITRO_ROOT: .*EISDIR/)])
    for (const text of ['', 'no certificate', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n']) {
      const file = fileWith(text)
      expect(refusalOf(file).faults).toEqual([`KEYSTEAD_NITRO_ROOT: ${file} holds no certificate in PEM`])
    }
  })

  it('is refused when one of the certificates is no authority with a P-384 key', () => {
    const { rootPem } = makeNitro({ now })
    const other = makeNitro({ now, changes: [{ authority: undefined }] }).rootPem
    const file = fileWith(rootPem + other)
    const message = `KEYSTEAD_NITRO_ROOT: ${file} holds a certificate that is no certificate authority with a P-384 key`
    expect(refusalOf(file).faults).toEqual([message])
  })
})
