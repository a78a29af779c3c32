import { describe, expect, it } from 'vitest'
import type { AccountId, KeyId, KeyMaterialId, Region, SandboxId } from '#kernel/ids.ts'
import { materialIdOf } from './material-id.ts'
import { KEY_ID, keyOf, OWNER, SCOPE, tampered, truncated } from './test-keys.ts'
import type { MaterialOwner } from './wrapped-record.ts'
import { readRecord, unwrapMaterial, wrapMaterial } from './wrapped-record.ts'
import { xaesKey } from './xaes.ts'

const instanceKey = keyOf(3)
const wrapping = { number: 7, key: xaesKey(Buffer.alloc(32, 4)) }
const material = Buffer.alloc(32, 5)
const materialId = materialIdOf(instanceKey, KEY_ID, material)
const record = wrapMaterial(wrapping, OWNER, materialId, material, Buffer.alloc(24, 6))

function unwrap(owner: MaterialOwner, bytes: Uint8Array = record, under = wrapping, instance = instanceKey) {
  return unwrapMaterial(under, owner, bytes, instance)
}

describe('wrapped record', () => {
  it('has the layout of version 1', () => {
    expect(record).toHaveLength(82 + 32 + 16)
    const head = ['4b4d5731', '01', '01', '00000007', KEY_ID.replaceAll('-', ''), materialId, '06'.repeat(24)]
    expect(record.subarray(0, 82).toString('hex')).toBe(head.join(''))
  })

  it('opens for its owner', () => {
    expect(unwrap(OWNER)).toEqual(material)
    expect(readRecord(record)).toEqual({ wrappingKeyNumber: 7, materialId })
  })

  it('does not open when it is moved to another key', () => {
    expect(unwrap({ ...OWNER, keyId: '00000000-12ab-34cd-56ef-1234567890ab' as KeyId })).toBeUndefined()
  })

  it('does not open when it is moved to another key and the owner in it is changed along', () => {
    const keyId = '00000000-12ab-34cd-56ef-1234567890ab' as KeyId
    const moved = Buffer.from(record)
    moved.fill(0, 10, 14)
    expect(unwrap({ ...OWNER, keyId }, moved)).toBeUndefined()
  })

  it('does not open when it is moved to another sandbox', () => {
    expect(unwrap({ ...OWNER, scope: { ...SCOPE, sandbox: 'other' as SandboxId } })).toBeUndefined()
  })

  it('does not open when it is moved to another account', () => {
    expect(unwrap({ ...OWNER, scope: { ...SCOPE, account: '444455556666' as AccountId } })).toBeUndefined()
  })

  it('does not open when it is moved to another Region', () => {
    expect(unwrap({ ...OWNER, scope: { ...SCOPE, region: 'eu-west-1' as Region } })).toBeUndefined()
  })

  it('does not open as material of another spec or origin', () => {
    expect(unwrap({ ...OWNER, spec: 'HMAC_256' })).toBeUndefined()
    expect(unwrap({ ...OWNER, origin: 'EXTERNAL' })).toBeUndefined()
  })

  it('does not open under another number of domain key, also where the number in it is changed along', () => {
    const other = { ...wrapping, number: 8 }
    expect(unwrap(OWNER, record, other)).toBeUndefined()
    const moved = Buffer.from(record)
    moved.writeUInt32BE(8, 6)
    expect(unwrap(OWNER, moved, other)).toBeUndefined()
  })

  it('does not open under another wrapping key', () => {
    expect(unwrap(OWNER, record, { ...wrapping, key: xaesKey(Buffer.alloc(32, 8)) })).toBeUndefined()
  })

  it('does not open when its material is not the one that its KeyMaterialId names', () => {
    const wrongId = wrapMaterial(wrapping, OWNER, 'ab'.repeat(32) as KeyMaterialId, material, Buffer.alloc(24))
    expect(unwrap(OWNER, wrongId)).toBeUndefined()
    expect(unwrap(OWNER, record, wrapping, keyOf(9))).toBeUndefined()
  })

  it('does not open with one bit changed anywhere, or cut short', () => {
    for (const other of tampered(record)) expect(unwrap(OWNER, other)).toBeUndefined()
    for (const other of truncated(record)) expect(unwrap(OWNER, other)).toBeUndefined()
  })
})
