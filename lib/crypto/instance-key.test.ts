import { describe, expect, it } from 'vitest'
import { lengthPrefixed, utf8 } from '#kernel/bytes.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { createInstance, openInstance, wrapCurrent } from './instance-key.ts'
import { localRoot } from './root/local-key.ts'
import type { RootProvider } from './root/provider.ts'
import { tampered } from './test-keys.ts'

function rootOf(byte: number): RootProvider {
  return { ...localRoot(Buffer.alloc(32, byte), systemSecrets), health: async () => ({ ok: true }) }
}

describe('instance key', () => {
  const root = rootOf(1)
  const made = createInstance(root, systemIds.uuid(), systemSecrets)

  it('opens again under its root, the same', async () => {
    const { record, key } = await made
    expect((await openInstance(root, record)).key.equals(key)).toBe(true)
    expect(record.rootId).toBe(root.id)
  })

  it('tells an older one, whose rows may have no MACs, until it is wrapped as one whose rows have them', async () => {
    const { record, key } = await made
    const aad = Buffer.concat([
      utf8('keystead instance key v1'),
      lengthPrefixed(record.instanceId),
      lengthPrefixed(root.id),
    ])
    const older = { ...record, wrapped: await root.wrap(key.export(), aad) }
    const opened = await openInstance(root, older)
    expect(opened.isSealed).toBe(false)
    const sealed = { ...record, wrapped: await wrapCurrent(root, record.instanceId, opened.key) }
    const again = await openInstance(root, sealed)
    expect(again.isSealed).toBe(true)
    expect(again.key.equals(key)).toBe(true)
  })

  it('refuses another root and names both instances', async () => {
    const { record } = await made
    const other = { ...rootOf(2), madeFor: systemIds.uuid() }
    const error: unknown = await openInstance(other, record).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'RootMismatch' })
    for (const id of [root.id, other.id, record.instanceId, other.madeFor]) expect(String(error)).toContain(id)
  })

  it('does not open when the record is damaged or given to another instance', async () => {
    const { record } = await made
    for (const wrapped of tampered(record.wrapped)) {
      await expect(openInstance(root, { ...record, wrapped })).rejects.toMatchObject({ code: 'InstanceKeyDamaged' })
    }
    const foreign = { ...record, instanceId: systemIds.uuid() }
    await expect(openInstance(root, foreign)).rejects.toMatchObject({ code: 'InstanceKeyDamaged' })
  })

  it('does not open under another root that claims its id', async () => {
    const { record } = await made
    await expect(openInstance({ ...rootOf(2), id: root.id }, record)).rejects.toMatchObject({
      code: 'InstanceKeyDamaged',
    })
  })
})
