import { describe, expect, it } from 'vitest'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { findSpec, specOf } from './specs.ts'

const FILE = 'aws/keyspecs.json'
type Reference = Record<
  string,
  { usages: string[]; defaultUsage?: string; enc?: string[]; maxPlaintext?: object; importMaterialBytes?: number }
>

describe('key specs', () => {
  it.skipIf(!hasShared(FILE))('say what AWS says (aws/keyspecs.json)', () => {
    const reference = Object.entries(readSharedJson(FILE) as Reference)
    const built = reference.flatMap(([name, expected]) => {
      const entry = findSpec(name)
      return entry ? [{ entry, expected }] : []
    })
    expect(built.length).toBeGreaterThan(0)
    for (const { entry, expected } of built) {
      expect(entry.usages).toEqual(expected.usages)
      expect(entry.defaultUsage).toBe(expected.defaultUsage ?? null)
      expect(entry.encryptionAlgorithms).toEqual(expected.enc ?? [])
      expect(entry.maxPlaintext).toEqual(expected.maxPlaintext ?? {})
      expect(entry.materialBytes).toBe(expected.importMaterialBytes ?? null)
    }
  })

  it('knows no spec by the name of an object member', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'SYMMETRIC']) expect(findSpec(name)).toBeUndefined()
  })

  it('throws for the spec of a key that cannot be', () => {
    expect(specOf('SYMMETRIC_DEFAULT').materialBytes).toBe(32)
    expect(() => specOf('constructor')).toThrow('there is no key spec constructor')
  })
})
