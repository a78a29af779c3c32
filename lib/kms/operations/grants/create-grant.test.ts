import { beforeEach, describe, expect, it } from 'vitest'
import type { KeyId as KeyIdentifier } from '#kernel/ids.ts'
import { update } from '#kms/domain/writes.ts'
import type { GrantConstraints, Input } from '#model/api.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'

type Asked = Input<'CreateGrant'>

const ROLE = `arn:aws:iam::${ACCOUNT}:role/App`
const pairs = (...entries: [string, string][]) => new Map(entries)

let kms: Harness
let KeyId: string
let Arn: string

beforeEach(async () => {
  kms = await openHarness()
  const key = await kms.newKey()
  KeyId = key.KeyId
  Arn = key.Arn ?? ''
})

const asked = (more: Partial<Asked> = {}): Asked => ({
  KeyId,
  GranteePrincipal: ROLE,
  Operations: ['Encrypt'],
  ...more,
})
const grant = async (more?: Partial<Asked>) => kms.call('CreateGrant', asked(more))
const refusal = (more?: Partial<Asked>) => kms.refusal('CreateGrant', asked(more))
const grants = async () => (await kms.call('ListGrants', { KeyId })).Grants ?? []
const keyRow = async () => {
  const record = await kms.ports.store.key(kms.caller().scope, KeyId as KeyIdentifier)
  if (!record) throw new Error('no key')
  return record.key
}

describe('CreateGrant', () => {
  it('answers a grant id of 64 digits and a token, and the grant is listed without the token', async () => {
    const { GrantId, GrantToken = '', ...rest } = await grant({ Name: 'mine', RetiringPrincipal: ROLE })
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/)
    expect(rest).toStrictEqual({})
    expect(GrantToken).toMatch(/^[A-Za-z0-9+/]{100,}={0,2}$/)
    expect(await grants()).toStrictEqual([
      {
        KeyId: Arn,
        GrantId,
        Name: 'mine',
        CreationDate: kms.clock.now(),
        GranteePrincipal: ROLE,
        RetiringPrincipal: ROLE,
        IssuingAccount: `arn:aws:iam::${ACCOUNT}:root`,
        Operations: ['Encrypt'],
      },
    ])
  })

  it('shows an empty name for a grant without one, and its constraints as they were given', async () => {
    const Constraints: GrantConstraints = { EncryptionContextSubset: pairs(['b', '2'], ['a', '1']) }
    await grant({ Constraints })
    expect(await grants()).toMatchObject([{ Name: '', Constraints }])
  })

  it('without a name makes a new grant each time', async () => {
    const [first, second] = [await grant(), await grant()]
    expect(first.GrantId).not.toBe(second.GrantId)
    expect((await keyRow()).grantCount).toBe(2)
  })

  it('with a name and the same terms gives the same grant, with a fresh token that is good too', async () => {
    const more: Partial<Asked> = {
      Name: 'mine',
      Operations: ['Encrypt', 'Decrypt'],
      Constraints: { EncryptionContextEquals: pairs(['a', '1'], ['b', '2']) },
    }
    const first = await grant(more)
    const again = await grant({
      ...more,
      Operations: ['Decrypt', 'Encrypt'],
      Constraints: { EncryptionContextEquals: pairs(['b', '2'], ['a', '1']) },
    })
    expect(again.GrantId).toBe(first.GrantId)
    expect(again.GrantToken).not.toBe(first.GrantToken)
    expect((await keyRow()).grantCount).toBe(1)
    for (const { GrantToken = '' } of [first, again])
      await kms.call('DescribeKey', { KeyId, GrantTokens: [GrantToken] })
  })

  it.each<[string, Partial<Asked>]>([
    ['operations', { Operations: ['Encrypt', 'Decrypt'] }],
    ['grantee', { GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root` }],
    ['retiring principal', { RetiringPrincipal: ROLE }],
    ['constraints', { Constraints: { EncryptionContextEquals: pairs(['a', '1']) } }],
  ])('with the same name and another %s makes another grant', async (_, more) => {
    const first = await grant({ Name: 'mine' })
    expect((await grant({ Name: 'mine', ...more })).GrantId).not.toBe(first.GrantId)
  })

  it('with the same name at the same time makes one grant', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => grant({ Name: 'mine' })))
    expect(new Set(answers.map(({ GrantId }) => GrantId)).size).toBe(1)
    expect((await keyRow()).grantCount).toBe(1)
  })

  it('after the grant of that name has ended makes a new one', async () => {
    const { GrantId = '' } = await grant({ Name: 'mine' })
    await kms.call('RevokeGrant', { KeyId, GrantId })
    expect((await grant({ Name: 'mine' })).GrantId).not.toBe(GrantId)
  })

  it('counts right however many come at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => grant()))
    expect([(await grants()).length, (await keyRow()).grantCount]).toEqual([20, 20])
  })

  it('stops at 50,000 grants on a key, but gives again one that is there', async () => {
    const { GrantId } = await grant({ Name: 'mine' })
    await kms.ports.store.commit({ writes: [update('key', await keyRow(), { grantCount: 50_000 })], events: [] })
    expect((await refusal()).code).toBe('LimitExceededException')
    expect((await grant({ Name: 'mine' })).GrantId).toBe(GrantId)
  })

  it('gives the only tokens that calls may bring: any other is refused', async () => {
    const { GrantToken = '' } = await grant()
    await kms.call('Encrypt', { KeyId, Plaintext: Buffer.from('x'), GrantTokens: [GrantToken] })
    for (const token of ['x', `${GrantToken.slice(0, -8)}AAAAAAA=`, GrantToken.toLowerCase()]) {
      const input = { KeyId, Plaintext: Buffer.from('x'), GrantTokens: [GrantToken, token] }
      expect((await kms.refusal('Encrypt', input)).code).toBe('InvalidGrantTokenException')
    }
  })

  it('as a dry run makes nothing', async () => {
    expect(await refusal({ DryRun: true })).toMatchObject({
      code: 'DryRunOperationException',
      message: 'The request would have succeeded, but the DryRun option is set.',
    })
    expect(await grants()).toEqual([])
    expect((await keyRow()).grantCount).toBe(0)
  })

  it('is recorded with its id and the key, never with a token', async () => {
    const { GrantToken = '' } = await grant()
    const [event] = await eventsOf(kms, () => grant({ GrantTokens: [GrantToken] }))
    const latest = (await grants()).find(({ GrantId }) => event?.text.includes(GrantId ?? '-'))
    expect(event?.record).toMatchObject({
      readOnly: false,
      requestParameters: { keyId: KeyId, granteePrincipal: ROLE, operations: ['Encrypt'] },
      responseElements: { grantId: latest?.GrantId, keyId: Arn },
    })
    expect(event?.text).not.toContain(GrantToken)
    expect(event?.text).not.toMatch(/"grantToken"/i)
  })
})

describe('a key that is not enabled', () => {
  it('is granted to nobody, but its grants can be listed and revoked', async () => {
    const { GrantId = '' } = await grant()
    await kms.call('DisableKey', { KeyId })
    expect(await refusal()).toMatchObject({ code: 'DisabledException' })
    await kms.call('ScheduleKeyDeletion', { KeyId })
    expect(await refusal()).toMatchObject({ code: 'KMSInvalidStateException' })
    expect(await grants()).toHaveLength(1)
    await kms.call('RevokeGrant', { KeyId, GrantId })
    expect(await grants()).toHaveLength(0)
  })
})
