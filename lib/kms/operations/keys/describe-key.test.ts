import { beforeEach, describe, expect, it } from 'vitest'
import type { KeyMetadata } from '#model/api.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

let kms: Harness
let key: KeyMetadata

beforeEach(async () => {
  kms = await openHarness()
  key = await kms.newKey({ Description: 'first' })
})

const describeKey = async () => (await kms.call('DescribeKey', { KeyId: key.KeyId })).KeyMetadata

describe('DescribeKey', () => {
  it('gives what CreateKey gave', async () => {
    expect(await describeKey()).toStrictEqual(key)
  })

  it('gives the deletion date only while deletion is pending', async () => {
    await kms.call('ScheduleKeyDeletion', { KeyId: key.KeyId })
    const members = Object.keys((await describeKey()) ?? {}).sort()
    expect(members).toEqual([...Object.keys(key), 'DeletionDate'].sort())
  })

  it('names the current material', async () => {
    await kms.call('RotateKeyOnDemand', { KeyId: key.KeyId })
    const { CurrentKeyMaterialId } = (await describeKey()) ?? {}
    expect(CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/)
    expect(CurrentKeyMaterialId).not.toBe(key.CurrentKeyMaterialId)
  })
})

describe('UpdateKeyDescription', () => {
  it.each(['second', '', 'line\nbreak', 'ü'.repeat(8192)])('replaces the description: %.20j', async (Description) => {
    await kms.call('UpdateKeyDescription', { KeyId: key.KeyId, Description })
    expect(await describeKey()).toStrictEqual({ ...key, Description })
  })
})
