import { describe, expect, it } from 'vitest'
import { hmacSha256 } from '#kernel/hash.ts'
import type { KeyId } from '#kernel/ids.ts'
import { keyIdBytes, keyIdFrom } from './key-id-bytes.ts'
import { materialIdBytes, materialIdFrom, materialIdOf } from './material-id.ts'
import { KEY_ID, keyOf, MULTI_REGION_KEY_ID } from './test-keys.ts'

const material = Buffer.alloc(32, 1)

describe('materialIdOf', () => {
  it('is HMAC-SHA256 of key uuid and material under the instance key, in 64 hexadecimal digits', () => {
    const message = Buffer.concat([Buffer.from(KEY_ID.replaceAll('-', ''), 'hex'), material])
    const id = materialIdOf(keyOf(1), KEY_ID, material)
    expect(id).toBe(hmacSha256(keyOf(1), message).toString('hex'))
    expect(materialIdFrom(materialIdBytes(id))).toBe(id)
  })

  it('differs for another key, another material and another instance', () => {
    const other = 'aaaaaaaa-12ab-34cd-56ef-1234567890ab' as KeyId
    const ids = [
      materialIdOf(keyOf(1), KEY_ID, material),
      materialIdOf(keyOf(1), other, material),
      materialIdOf(keyOf(1), KEY_ID, Buffer.alloc(32, 2)),
      materialIdOf(keyOf(2), KEY_ID, material),
    ]
    expect(new Set(ids).size).toBe(4)
  })

  it('takes the 16 bytes of the digits of a multi-Region key id', () => {
    expect(keyIdBytes(MULTI_REGION_KEY_ID).toString('hex')).toBe(MULTI_REGION_KEY_ID.slice(4))
    expect(keyIdFrom(keyIdBytes(MULTI_REGION_KEY_ID), true)).toBe(MULTI_REGION_KEY_ID)
    expect(keyIdFrom(keyIdBytes(KEY_ID), false)).toBe(KEY_ID)
  })
})
