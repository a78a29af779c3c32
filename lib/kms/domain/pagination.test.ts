import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationName } from '#model/api.ts'
import { type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness } from '#testing/harness.ts'

type List = OperationName & ('ListKeys' | 'ListAliases' | 'ListResourceTags' | 'ListKeyRotations' | 'ListKeyPolicies')
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
}

const KEYS: Listing = { name: 'ListKeys', of: 'scope', member: 'Keys', most: 1000, id: 'KeyId' }
const LISTS: readonly Listing[] = [
  KEYS,
  { name: 'ListAliases', of: 'scope', member: 'Aliases', most: 100, id: 'AliasName' },
  { name: 'ListAliases', of: 'key', member: 'Aliases', most: 100, id: 'AliasName' },
  { name: 'ListResourceTags', of: 'key', member: 'Tags', most: 50, id: 'TagKey' },
  { name: 'ListKeyRotations', of: 'key', member: 'Rotations', most: 1000, id: 'KeyMaterialId' },
]

const COUNT = 5
let kms: Harness
let key: string
let other: string

/** Five of everything: keys, aliases of one key, its tags, its rotations. Another key has as many aliases and tags. */
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
    await kms.call('RotateKeyOnDemand', { KeyId })
  }
  return KeyId
}

const ask = (list: Listing, more: object = {}, caller = kms.caller()) => {
  const input = { ...(list.of === 'key' ? { KeyId: key } : {}), ...more }
  return kms.call(list.name, input as never, caller) as Promise<Page & Record<string, readonly object[]>>
}
const refusal = (list: Listing, more: object, caller = kms.caller()) => {
  const input = { ...(list.of === 'key' ? { KeyId: key } : {}), ...more }
  return kms.refusal(list.name, input as never, caller)
}
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
    const elsewhere = LISTS.filter((one) => one !== list)
    for (const one of elsewhere) expect(await refusal(list, { Marker: await markerOf(one) })).toMatchObject(BAD_MARKER)
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

  it.each(LISTS.filter(({ name }) => name === 'ListAliases' || name === 'ListResourceTags'))(
    'of $name of a $of goes on behind an item that is gone by then',
    async (list) => {
      const { KeyId } = await kms.newKey()
      const prefix = list.name === 'ListAliases' ? `alias/${KeyId}/` : ''
      const names = ['a', 'b', 'c', 'd'].map((name) => prefix + name)
      for (const name of names) {
        if (list.name === 'ListAliases') await kms.call('CreateAlias', { AliasName: name, TargetKeyId: KeyId })
        else await kms.call('TagResource', { KeyId, Tags: [{ TagKey: name, TagValue: '' }] })
      }
      const Marker = (await ask(list, { KeyId, Limit: 2 })).NextMarker
      const gone = names[1] ?? ''
      if (list.name === 'ListAliases') await kms.call('DeleteAlias', { AliasName: gone })
      else await kms.call('UntagResource', { KeyId, TagKeys: [gone] })
      const rest = (await ask(list, { KeyId, Marker }))[list.member]
      expect(rest?.map((item) => Reflect.get(item, list.id))).toEqual(names.slice(2))
    },
  )
})

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
    expect((await kms.call('ListAliases', { Marker: first.NextMarker ?? '' }, caller)).Aliases).toHaveLength(1)
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
