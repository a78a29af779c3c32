import { beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '#kms/ports.ts'
import type { Input } from '#model/api.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'

type Asked = Input<'CreateGrant'>

const pairs = (...entries: [string, string][]) => new Map(entries)

let kms: Harness
let KeyId: string
let bob: Caller

beforeEach(async () => {
  kms = await openHarness()
  KeyId = (await kms.newKey()).Arn ?? ''
  bob = kms.caller({ principal: kms.identities.user(ACCOUNT, 'Bob') })
})

const grantTo = async ({ principal }: Caller, Operations: Asked['Operations'], more: Partial<Asked> = {}) =>
  (await kms.call('CreateGrant', { KeyId, GranteePrincipal: principal.arn, Operations, ...more })).GrantId ?? ''

describe('a grantee with CreateGrant', () => {
  const carol = `arn:aws:iam::${OTHER_ACCOUNT}:role/Carol`
  const child = (Operations: Asked['Operations'], Constraints?: Asked['Constraints']): Asked => ({
    KeyId,
    GranteePrincipal: carol,
    Operations,
    ...(Constraints && { Constraints }),
  })
  const allowed = (...terms: Parameters<typeof child>) => kms.call('CreateGrant', child(...terms), bob)
  const refused = async (...terms: Parameters<typeof child>) =>
    expect((await kms.refusal('CreateGrant', child(...terms), bob)).code).toBe('AccessDeniedException')

  it('hands on operations that it has, and no others', async () => {
    await grantTo(bob, ['Encrypt', 'Decrypt', 'CreateGrant'])
    await grantTo(bob, ['DescribeKey'])
    await allowed(['Encrypt'])
    await allowed(['Decrypt', 'CreateGrant'])
    await refused(['DescribeKey'])
    await refused(['Encrypt', 'GenerateDataKey'])
    await refused(['Encrypt', 'RetireGrant'])
  })

  it('hands on no wider constraint than a subset it is bound to', async () => {
    const subset = pairs(['a', '1'])
    await grantTo(bob, ['Encrypt', 'CreateGrant'], { Constraints: { EncryptionContextSubset: subset } })
    const wider = pairs(['a', '1'], ['b', '2'])
    await allowed(['Encrypt'], { EncryptionContextSubset: subset })
    await allowed(['Encrypt'], { EncryptionContextSubset: wider })
    await allowed(['Encrypt'], { EncryptionContextEquals: wider })
    await refused(['Encrypt'])
    await refused(['Encrypt'], { EncryptionContextSubset: pairs(['b', '2']) })
    await refused(['Encrypt'], { EncryptionContextEquals: pairs(['a', '2']) })
  })

  it('hands on exactly the encryption context that it is bound to', async () => {
    const equals = pairs(['a', '1'])
    await grantTo(bob, ['Encrypt', 'CreateGrant'], { Constraints: { EncryptionContextEquals: equals } })
    await allowed(['Encrypt'], { EncryptionContextEquals: equals })
    await refused(['Encrypt'], { EncryptionContextSubset: equals })
    await refused(['Encrypt'], { EncryptionContextEquals: pairs(['a', '1'], ['b', '2']) })
    await refused(['Encrypt'])
  })

  it('makes grants that outlive its own', async () => {
    const GrantId = await grantTo(bob, ['Encrypt', 'CreateGrant'])
    const dora = kms.caller({ principal: kms.identities.user(ACCOUNT, 'Dora') })
    await kms.call('CreateGrant', { ...child(['Encrypt']), GranteePrincipal: dora.principal.arn }, bob)
    await kms.call('RevokeGrant', { KeyId, GrantId })
    await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') }, dora)
  })
})
