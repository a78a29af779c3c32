import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasShared, sharedPath } from '#testing/shared.ts'
import { deriveKey } from './kdf.ts'
import { keyOf } from './test-keys.ts'

const FILE = 'vectors/kdf/sp800_108_ctr.vec'
const SECTION = '[SP800-108-Counter(HMAC(SHA-256))]'

interface Vector {
  Salt: string
  Secret: string
  Label: string
  Output: string
}

/** The vectors with r = 32 and a length of 32 bits; the file holds other PRFs and widths too. */
function vectors(): Vector[] {
  const found: Vector[] = []
  let section = ''
  let fields: Record<string, string> = {}
  for (const line of readFileSync(sharedPath(FILE), 'utf8').split('\n')) {
    if (line.startsWith('[')) section = line.trim()
    const [, name, value] = /^(\w+) = (\w*)$/.exec(line.trim()) ?? []
    if (section !== SECTION || name === undefined || value === undefined) continue
    fields[name] = value
    if (name !== 'Output') continue
    found.push(fields as unknown as Vector)
    fields = {}
  }
  return found
}

const hex = (text: string) => Buffer.from(text, 'hex')

describe.skipIf(!hasShared(FILE))('SP 800-108 counter mode vectors (vectors/kdf)', () => {
  it('gives every output', () => {
    const all = vectors()
    expect(all.length).toBeGreaterThan(30)
    expect(all.some(({ Output }) => Output.length > 64)).toBe(true)
    for (const { Salt, Secret, Label, Output } of all) {
      const derived = deriveKey(hex(Secret), hex(Label), hex(Salt), Output.length / 2)
      expect(derived.toString('hex')).toBe(Output.toLowerCase())
    }
  })
})

describe('deriveKey', () => {
  it('gives other keys for other labels, contexts, keys and lengths', () => {
    const derived = [
      deriveKey(keyOf(1), 'a', Buffer.from('b')),
      deriveKey(keyOf(1), 'ab', Buffer.alloc(0)),
      deriveKey(keyOf(1), '', Buffer.from('ab')),
      deriveKey(keyOf(2), 'a', Buffer.from('b')),
      deriveKey(keyOf(1), 'a', Buffer.from('b'), 33).subarray(0, 32),
    ]
    expect(new Set(derived.map((key) => key.toString('hex'))).size).toBe(derived.length)
  })
})
