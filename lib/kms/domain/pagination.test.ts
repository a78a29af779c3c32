import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationName } from '#model/api.ts'
import { GRANTEE, RETIREE } from '#testing/earlier-calls.ts'
import { type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'

type List = OperationName &
  (
    | 'ListKeys'
    | 'ListAliases'
    | 'ListGrants'
    | 'ListResourceTags'
    | 'ListRetirableGrants'
    | 'ListKeyRotations'
    | 'ListKeyPolicies'
  )
interface Page {
  readonly Truncated: boolean
  readonly NextMarker?: string
}

interface Listing {
  readonly name: List
  readonly of: 'scope' | 'key'
  readonly member: string
  readonly most: number
  readonly id: string
  /** What the list needs beside a key. */
  readonly input?: object
}

const KEYS: Listing = { name: 'ListKeys', of: 'scope', member: 'Keys', most: 1000, id: 'KeyId' }
const LISTS: readonly Listing[] = [
  KEYS,
  { name: 'ListAliases', of: 'scope', member: 'Aliases', most: 100, id: 'AliasName' },
  { name: 'ListAliases', of: 'key', member: 'Aliases', most: 100, id: 'AliasName' },
  { name: 'ListGrants', of: 'key', member: 'Grants', most: 100, id: 'GrantId' },
  {
    name: 'ListRetirableGrants',
    of: 'scope',
    member: 'Grants',
    most: 100,
    id: 'GrantId',
    input: { RetiringPrincipal: RETIREE },
  },
  { name: 'ListResourceTags', of: 'key', member: 'Tags', most: 50, id: 'TagKey' },
  { name: 'ListKeyRotations', of: 'key', member: 'Rotations', most: 1000, id: 'KeyMaterialId' },
]

const COUNT = 5
const TERMS = { GranteePrincipal: GRANTEE, RetiringPrincipal: RETIREE, Operations: ['DescribeKey'] } as const
let kms: Harness
let key: string
let other: string

/** Five of everything: keys, aliases of one key, its tags, grants, rotations. Another key has as many. */
beforeAll(async () => {
  kms = await openHarness()
  key = await filledKey()
  other = await filledKey()
  for (let made = 2; made < COUNT; made += 1) await kms.newKey()
})

async function filledKey(): Promise<string> {
  const { KeyId } = await kms.newKey()
  for (let index = 0; index < COUNT; index += 1) {
    await kms.call('CreateAlias', { AliasName: `alias/${KeyId}/${index}`, TargetKeyId: KeyId })
    await kms.call('TagResource', { KeyId, Tags: [{ TagKey: `tag-${index}`, TagValue: '' }] })
    await kms.call('CreateGrant', { KeyId, ...TERMS })
    await kms.call('RotateKeyOnDemand', { KeyId })
  }
  return KeyId
}

const inputOf = (list: Listing, more: object) => ({
  ...(list.of === 'key' ? { KeyId: key } : {}),
  ...list.input,
  ...more,
})
const ask = (list: Listing, more: object = {}, caller = kms.caller()) =>
  kms.call(list.name, inputOf(list, more) as never, caller) as Promise<Page & Record<string, readonly object[]>>
const refusal = (list: Listing, more: object, caller = kms.caller()) =>
  kms.refusal(list.name, inputOf(list, more) as never, caller)
const markerOf = async (list: Listing, more = {}, caller = kms.caller()) =>
  (await ask(list, { Limit: 2, ...more }, caller)).NextMarker ?? ''

const BAD_MARKER = { code: 'InvalidMarkerException', message: '' }

describe.each(LISTS)('$name of a $of', (list) => {
  it('gives every item once over its pages, in the order of the whole list', async () => {
    const whole = await ask(list)
    expect(whole.Truncated).toBe(false)
    expect(whole).not.toHaveProperty('NextMarker')
    const items: object[] = []
    let marker: object = {}
    for (;;) {
      const page = await ask(list, { Limit: 2, ...marker })
      items.push(...(page[list.member] ?? []))
      if (!page.Truncated) break
      expect(page[list.member]).toHaveLength(2)
      marker = { Marker: page.NextMarker }
    }
    expect(items).toEqual(whole[list.member])
    expect(items.length).toBeGreaterThanOrEqual(COUNT)
  })

  it('is not truncated when the page holds all of it', async () => {
    const all = (await ask(list))[list.member]?.length ?? 0
    expect(await ask(list, { Limit: all })).toMatchObject({ Truncated: false })
    expect(await ask(list, { Limit: all - 1 })).toMatchObject({ Truncated: true })
  })

  it('has opaque markers, that AWS’s model lets through', async () => {
    const page = await ask(list, { Limit: 2 })
    const [, last] = page[list.member] ?? []
    const id: string = Reflect.get(last ?? {}, list.id)
    const marker = page.NextMarker ?? ''
    for (const text of [marker, Buffer.from(marker, 'base64url').toString('latin1')]) expect(text).not.toContain(id)
    expect(marker).toMatch(/^[\u0020-\u00ff]{1,1024}$/)
  })

  it('refuses a marker of another list, another key, account or Region, and a changed one', async () => {
    const marker = await markerOf(list)
    const others = LISTS.filter((one) => one !== list)
    for (const one of others) expect(await refusal(list, { Marker: await markerOf(one) })).toMatchObject(BAD_MARKER)
    if (list.of === 'key') {
      expect(await refusal(list, { Marker: await markerOf(list, { KeyId: other }) })).toMatchObject(BAD_MARKER)
    }
    const flipped = `${marker.slice(0, 20)}${marker[20] === 'A' ? 'B' : 'A'}${marker.slice(21)}`
    for (const Marker of [flipped, marker.slice(0, -4), `${marker}A`, `${marker} `, 'x', 'alias/a', '\u00ff']) {
      expect(await refusal(list, { Marker }), Marker).toMatchObject(BAD_MARKER)
    }
  })

  it('refuses a limit beyond AWS’s', async () => {
    expect(await ask(list, { Limit: list.most })).toMatchObject({ Truncated: false })
    for (const [Limit, constraint] of [
      [list.most + 1, `less than or equal to ${list.most}`],
      [0, 'greater than or equal to 1'],
      [1001, `less than or equal to ${list.most}`],
    ] as const) {
      expect(await refusal(list, { Limit })).toMatchObject({
        code: 'ValidationException',
        message: expect.stringContaining(
          `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value ${Limit === 1001 ? 'less' : constraint}`,
        ),
      })
    }
  })
})

/** Lists whose items can go, one by one. */
interface Going extends Pick<Listing, 'name' | 'member' | 'id'> {
  make(KeyId: string, index: number): Promise<unknown>
  drop(KeyId: string, id: string): Promise<unknown>
}
const GOING: readonly Going[] = [
  {
    name: 'ListAliases',
    member: 'Aliases',
    id: 'AliasName',
    make: (KeyId, index) => kms.call('CreateAlias', { AliasName: `alias/${KeyId}/${index}`, TargetKeyId: KeyId }),
    drop: (_, AliasName) => kms.call('DeleteAlias', { AliasName }),
  },
  {
    name: 'ListGrants',
    member: 'Grants',
    id: 'GrantId',
    make: (KeyId) => kms.call('CreateGrant', { KeyId, ...TERMS }),
    drop: (KeyId, GrantId) => kms.call('RevokeGrant', { KeyId, GrantId }),
  },
  {
    name: 'ListResourceTags',
    member: 'Tags',
    id: 'TagKey',
    make: (KeyId, index) => kms.call('TagResource', { KeyId, Tags: [{ TagKey: `tag-${index}`, TagValue: '' }] }),
    drop: (KeyId, TagKey) => kms.call('UntagResource', { KeyId, TagKeys: [TagKey] }),
  },
]

describe('a marker', () => {
  it.each([
    ['account', { account: OTHER_ACCOUNT }],
    ['Region', { region: OTHER_REGION }],
  ])('is good for one %s', async (_, as) => {
    const caller = kms.caller(as)
    const here = await markerOf(KEYS)
    expect(await refusal(KEYS, { Marker: here }, caller)).toMatchObject(BAD_MARKER)
    for (let made = 0; made < 3; made += 1) await kms.newKey({}, caller)
    expect(await refusal(KEYS, { Marker: here }, caller)).toMatchObject(BAD_MARKER)
    expect(await refusal(KEYS, { Marker: await markerOf(KEYS, {}, caller) })).toMatchObject(BAD_MARKER)
  })

  it.each(GOING)('of $name goes on behind an item that is gone by then', async ({ name, id, member, make, drop }) => {
    const { KeyId } = await kms.newKey()
    for (let made = 0; made < 4; made += 1) await make(KeyId, made)
    const list: Listing = { name, of: 'key', member, most: 100, id }
    const idsOf = (page: Record<string, readonly object[]>): string[] =>
      (page[member] ?? []).map((item) => Reflect.get(item, id))
    const whole = idsOf(await ask(list, { KeyId }))
    const Marker = (await ask(list, { KeyId, Limit: 2 })).NextMarker
    await drop(KeyId, whole[1] ?? '')
    expect(idsOf(await ask(list, { KeyId, Marker }))).toEqual(whole.slice(2))
  })
})

/** Aliases of AWS, which every account has. */
const PREDEFINED = 29

describe('a list without a limit', () => {
  it('gives 100 keys', async () => {
    const caller = kms.caller({ region: OTHER_REGION })
    for (let made = 0; made < 101; made += 1) await kms.newKey({}, caller)
    expect((await kms.call('ListKeys', {}, caller)).Keys).toHaveLength(100)
    expect((await kms.call('ListKeys', { Limit: 1000 }, caller)).Keys?.length).toBeGreaterThan(100)
  })

  it('gives 50 aliases', async () => {
    const caller = kms.caller({ account: OTHER_ACCOUNT })
    for (const count of [50, 1]) {
      const { KeyId } = await kms.newKey({}, caller)
      for (let index = 0; index < count; index += 1) {
        await kms.call('CreateAlias', { AliasName: `alias/${KeyId}/${index}`, TargetKeyId: KeyId }, caller)
      }
    }
    const first = await kms.call('ListAliases', {}, caller)
    expect(first.Aliases).toHaveLength(50)
    const rest = await kms.call('ListAliases', { Marker: first.NextMarker ?? '' }, caller)
    expect(rest.Aliases).toHaveLength(51 + PREDEFINED - 50)
  })

  it('gives 50 grants, of a key and of those that a principal may retire', async () => {
    const { KeyId } = await kms.newKey()
    const terms = { ...TERMS, RetiringPrincipal: `${RETIREE}-of-many` }
    for (let made = 0; made < 51; made += 1) await kms.call('CreateGrant', { KeyId, ...terms })
    const { RetiringPrincipal } = terms
    const first = [
      await kms.call('ListGrants', { KeyId }),
      await kms.call('ListRetirableGrants', { RetiringPrincipal }),
    ]
    expect(first.map(({ Grants, Truncated }) => [Grants?.length, Truncated])).toEqual([
      [50, true],
      [50, true],
    ])
  })
})

describe('ListKeyPolicies', () => {
  it('gives the one name there is, on one page', async () => {
    for (const more of [{}, { Limit: 1 }]) {
      const answer = await kms.call('ListKeyPolicies', { KeyId: key, ...more })
      expect(answer).toStrictEqual({ PolicyNames: ['default'], Truncated: false })
    }
    expect(await kms.refusal('ListKeyPolicies', { KeyId: key, Marker: 'x' })).toMatchObject(BAD_MARKER)
  })
})
