import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, Region, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { openService } from '#testing/integrations.ts'
import { OwnedKeys } from './owned-keys.ts'

const HERE: Scope = {
  sandbox: 'main' as SandboxId,
  account: '111122223333' as AccountId,
  region: 'us-east-1' as Region,
}

let service: ReturnType<typeof openService>
let keys: OwnedKeys
beforeEach(() => {
  service = openService()
  service.kms.missing.add('alias/s3')
  keys = new OwnedKeys()
})

const dataKeyFor = (account: string) =>
  keys.dataKey({}, service.contextOf({ scope: { ...HERE, account: account as AccountId } }))
const asked = (operation: string) => service.kms.calls.filter((call) => call.operation === operation)

describe('the key of S3 itself', () => {
  it('is made once for all accounts, also when several are the first at the same time', async () => {
    const all = await Promise.all(['111122223333', '444455556666', '111122223333'].map(dataKeyFor))
    expect(new Set(all.map(({ plaintext }) => plaintext.toString('hex'))).size).toBe(3)
    expect(asked('CreateKey')).toHaveLength(1)
    expect(asked('CreateAlias')).toHaveLength(1)
  })

  it('is not made where AWS KMS refuses for another reason', async () => {
    service.kms.missing.clear()
    service.kms.refusing.set('GenerateDataKey', 'ThrottlingException')
    await expect(dataKeyFor('111122223333')).rejects.toMatchObject({ code: 'ThrottlingException' })
    expect(asked('CreateKey')).toEqual([])
  })
})
