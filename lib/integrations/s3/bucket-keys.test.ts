import { beforeEach, describe, expect, it } from 'vitest'
import { openService } from '#testing/integrations.ts'
import { BucketKeys, LIFETIME } from './bucket-keys.ts'

let service: ReturnType<typeof openService>
let keys: BucketKeys
beforeEach(() => {
  service = openService()
  keys = new BucketKeys()
})

const current = (bucket = 'b', keyId = 'k', requester = 'root') =>
  keys.current(bucket, keyId, service.contextOf({ requester }))
const asked = () => service.kms.calls.map(({ operation }) => operation)

describe('bucket keys', () => {
  it('are asked for once, also by many at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => current()))
    expect(new Set(all).size).toBe(1)
    expect(asked()).toEqual(['GenerateDataKey'])
  })

  it('are others for each bucket, KMS key and requester', async () => {
    await current()
    await current('c')
    await current('b', 'l')
    await current('b', 'k', 'other')
    expect(asked()).toHaveLength(4)
  })

  it('are used for a limited time, and not for longer by a clock that is set back', async () => {
    await current()
    service.clock.advance(LIFETIME - 1)
    await current()
    expect(asked()).toHaveLength(1)
    service.clock.advance(1)
    await current()
    expect(asked()).toHaveLength(2)
    service.clock.advance(-LIFETIME)
    await current()
    expect(asked()).toHaveLength(3)
  })

  it('that AWS KMS refused are asked for again', async () => {
    service.kms.refusing.set('GenerateDataKey', 'DisabledException')
    await expect(current()).rejects.toMatchObject({ code: 'DisabledException' })
    service.kms.refusing.clear()
    await current()
    expect(asked()).toHaveLength(2)
  })

  it('open what they made without AWS KMS, for whom they were made', async () => {
    const { blob, plaintext } = await current()
    expect(await keys.opened('b', blob, service.contextOf())).toEqual(plaintext)
    expect(asked()).toEqual(['GenerateDataKey'])
    expect(await keys.opened('b', blob, service.contextOf({ requester: 'other' }))).toEqual(plaintext)
    expect(asked()).toEqual(['GenerateDataKey', 'Decrypt'])
  })

  it('are forgotten with their sandbox', async () => {
    await current()
    keys.forgetSandbox('other' as never)
    await current()
    expect(asked()).toHaveLength(1)
    keys.forgetSandbox('main' as never)
    await current()
    expect(asked()).toHaveLength(2)
  })
})
