import { beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '#kms/ports.ts'
import type { Input } from '#model/api.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'

type Asked = Input<'CreateGrant'>

const [BOB, CAROL] = [`arn:aws:iam::${ACCOUNT}:role/Bob`, `arn:aws:iam::${OTHER_ACCOUNT}:role/Carol`]
const SERVICE = 'rds.amazonaws.com'
const OF_SERVICE = {
  GranteeServicePrincipal: SERVICE,
  RetiringServicePrincipal: SERVICE,
  Constraints: { SourceArn: 'arn:aws:rds:us-east-1:111122223333:db:x' },
}

let kms: Harness
let KeyId: string
let theirs: Caller

beforeEach(async () => {
  kms = await openHarness()
  KeyId = (await kms.newKey()).KeyId
  theirs = kms.caller({ account: OTHER_ACCOUNT })
})

const grant = async (more: Partial<Asked> = { GranteePrincipal: BOB }, caller?: Caller) =>
  (await kms.call('CreateGrant', { KeyId, Operations: ['DescribeKey'], ...more }, caller)).GrantId ?? ''
const idsOf = (grants: readonly { readonly GrantId?: string }[] | undefined) => grants?.map(({ GrantId }) => GrantId)

/** All ids of a list that is read page by page. */
async function paged(
  page: (Marker?: string) => Promise<{ ids: unknown[]; NextMarker?: string }>,
): Promise<unknown[][]> {
  const pages: unknown[][] = []
  let marker: string | undefined
  do {
    const { ids, NextMarker } = await page(marker)
    pages.push(ids)
    marker = NextMarker
  } while (marker !== undefined)
  return pages
}

describe('ListGrants', () => {
  const list = (more: Partial<Input<'ListGrants'>> = {}) => kms.call('ListGrants', { KeyId, ...more })

  it('lists grants in force in the order of their ids', async () => {
    expect(await list()).toStrictEqual({ Grants: [], Truncated: false })
    const ids = [await grant(), await grant(), await grant()]
    const [ended = '', ...left] = ids
    await kms.call('RevokeGrant', { KeyId, GrantId: ended })
    expect(idsOf((await list()).Grants)).toEqual(left.toSorted())
  })

  it('picks by grant, by grantee and by service, and by two of them', async () => {
    const bobs = await grant()
    const carols = await grant({ GranteePrincipal: CAROL })
    const services = await grant(OF_SERVICE)
    expect(idsOf((await list({ GrantId: carols })).Grants)).toEqual([carols])
    expect(idsOf((await list({ GranteePrincipal: BOB })).Grants)).toEqual([bobs])
    expect(idsOf((await list({ GranteeServicePrincipal: SERVICE })).Grants)).toEqual([services])
    expect(idsOf((await list({ GrantId: bobs, GranteePrincipal: BOB })).Grants)).toEqual([bobs])
    expect((await list({ GrantId: bobs, GranteePrincipal: CAROL })).Grants).toEqual([])
    expect((await list({ GrantId: 'f'.repeat(64) })).Grants).toEqual([])
    const both = { KeyId, GranteePrincipal: BOB, GranteeServicePrincipal: SERVICE }
    expect((await kms.refusal('ListGrants', both)).code).toBe('ValidationException')
  })

  it('pages, with a marker that is good for the same list only', async () => {
    for (let made = 0; made < 7; made += 1) await grant()
    const pages = await paged(async (Marker) => {
      const { Grants, NextMarker } = await list({ Limit: 3, GranteePrincipal: BOB, ...(Marker && { Marker }) })
      return { ids: idsOf(Grants) ?? [], ...(NextMarker && { NextMarker }) }
    })
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1])
    expect(new Set(pages.flat()).size).toBe(7)
    const { NextMarker: Marker = '' } = await list({ Limit: 3 })
    expect((await kms.refusal('ListGrants', { KeyId, Marker, GranteePrincipal: BOB })).code).toBe(
      'InvalidMarkerException',
    )
    expect((await kms.refusal('ListGrants', { KeyId, Limit: 101 })).code).toBe('ValidationException')
  })

  it('gives 50 when it is not told how many', async () => {
    for (let made = 0; made < 51; made += 1) await grant()
    const { Grants, Truncated } = await list()
    expect([Grants?.length, Truncated]).toEqual([50, true])
  })
})

describe('ListRetirableGrants', () => {
  const retirable = (RetiringPrincipal: string, caller?: Caller, more: Partial<Input<'ListRetirableGrants'>> = {}) =>
    kms.call('ListRetirableGrants', { RetiringPrincipal, ...more }, caller)

  it('lists what the principal may retire, on keys of every account in the Region, but for ended grants', async () => {
    const mine = await grant({ GranteePrincipal: BOB, RetiringPrincipal: CAROL })
    await grant({ GranteePrincipal: CAROL, Operations: ['RetireGrant'] })
    const ended = await grant({ GranteePrincipal: BOB, RetiringPrincipal: CAROL })
    await kms.call('RevokeGrant', { KeyId, GrantId: ended })
    const other = await kms.newKey({}, theirs)
    const more = { GranteePrincipal: BOB, RetiringPrincipal: CAROL }
    const foreign = await grant({ KeyId: other.KeyId, ...more }, theirs)
    const elsewhere = kms.caller({ region: OTHER_REGION })
    await grant({ KeyId: (await kms.newKey({}, elsewhere)).KeyId, ...more }, elsewhere)
    const { Grants, Truncated } = await retirable(CAROL, theirs)
    expect([idsOf(Grants), Truncated]).toEqual([[mine, foreign], false])
    expect(Grants).toMatchObject([{ KeyId: expect.stringContaining(ACCOUNT) }, { KeyId: other.Arn }])
  })

  it('pages through keys and accounts, also for an account that has no key', async () => {
    for (let made = 0; made < 3; made += 1) {
      await grant({ GranteePrincipal: BOB, RetiringPrincipal: CAROL })
      KeyId = (await kms.newKey()).KeyId
      await grant({ GranteePrincipal: BOB, RetiringPrincipal: CAROL })
    }
    const pages = await paged(async (Marker) => {
      const { Grants, NextMarker } = await retirable(CAROL, theirs, { Limit: 4, ...(Marker && { Marker }) })
      return { ids: idsOf(Grants) ?? [], ...(NextMarker && { NextMarker }) }
    })
    expect(pages.map(({ length }) => length)).toEqual([4, 2])
    expect(new Set(pages.flat()).size).toBe(6)
  })

  it('tells nothing of principals of other accounts', async () => {
    await grant({ GranteePrincipal: BOB, RetiringPrincipal: CAROL })
    expect((await kms.refusal('ListRetirableGrants', { RetiringPrincipal: CAROL })).code).toBe('AccessDeniedException')
    expect((await kms.refusal('ListRetirableGrants', { RetiringPrincipal: BOB }, theirs)).code).toBe(
      'AccessDeniedException',
    )
  })

  it('of a service lists only grants on keys of the caller’s account', async () => {
    const mine = [await grant(OF_SERVICE), await grant(OF_SERVICE)].toSorted()
    const other = await kms.newKey({}, theirs)
    const foreign = await grant({ ...OF_SERVICE, KeyId: other.KeyId }, theirs)
    const input = { RetiringServicePrincipal: SERVICE }
    expect(idsOf((await kms.call('ListRetirableGrants', input)).Grants)).toEqual(mine)
    expect(await kms.call('ListRetirableGrants', input, theirs)).toMatchObject({
      Grants: [{ GrantId: foreign }],
      Truncated: false,
    })
    const first = await kms.call('ListRetirableGrants', { ...input, Limit: 1 })
    const { NextMarker: Marker = '' } = first
    const second = await kms.call('ListRetirableGrants', { ...input, Limit: 1, Marker })
    expect([first.Truncated, second.Truncated]).toEqual([true, false])
  })

  it('needs exactly one retiring principal, and permission in the caller’s account', async () => {
    for (const input of [{}, { RetiringPrincipal: BOB, RetiringServicePrincipal: SERVICE }]) {
      expect((await kms.refusal('ListRetirableGrants', input)).code).toBe('ValidationException')
    }
    const nobody = kms.caller({ principal: kms.identities.user(ACCOUNT, 'Nobody') })
    const input = { RetiringPrincipal: BOB }
    expect((await kms.refusal('ListRetirableGrants', input, nobody)).code).toBe('AccessDeniedException')
  })
})
