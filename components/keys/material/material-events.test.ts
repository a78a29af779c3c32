import { describe, expect, it } from 'vitest'
import type { KeyDto, MaterialDto } from '#console/dto/keys.ts'
import { actorOf, onlyMaterial } from './material-events.ts'

const rotated = { what: 'rotated', at: 5000, principalArn: 'alice' } as const
const imported = { what: 'imported', at: 1000, materialId: 'a', principalArn: 'bob' } as const
const material: MaterialDto = {
  ...{ number: 1, materialId: 'a', state: 'current', since: 5100, how: 'on-demand', missing: false },
}

describe('actorOf', () => {
  it('tells who rotated, who imported, and what came by itself', () => {
    expect(actorOf(material, [imported, rotated])).toBe('alice')
    expect(actorOf({ ...material, how: 'imported' }, [imported, rotated])).toBe('bob')
    expect(actorOf({ ...material, how: 'automatic' }, [])).toBe('kms.amazonaws.com')
  })

  it('says nothing that the log does not', () => {
    expect(actorOf({ ...material, since: 90_000 }, [rotated])).toBeUndefined()
    expect(actorOf({ ...material, how: 'created' }, [rotated])).toBeUndefined()
  })
})

describe('onlyMaterial', () => {
  const key = { keyId: 'k' } as KeyDto

  it('is none before the first import', () => {
    expect(onlyMaterial(key, []).materials).toEqual([])
  })

  it('is there while the key tells of its expiry, and missing when it does not', () => {
    expect(onlyMaterial({ ...key, expiresAt: null }, [imported]).materials).toMatchObject([
      { materialId: 'a', missing: false, since: 1000 },
    ])
    expect(onlyMaterial({ ...key, expiresAt: 9000 }, []).materials).toMatchObject([{ expiresAt: 9000 }])
    expect(onlyMaterial(key, [imported]).materials).toMatchObject([{ missing: true }])
  })
})
