import { beforeEach, describe, expect, it } from 'vitest'
import type { Input } from '#model/api.ts'
import { ACCOUNT, type Harness, openHarness } from '#testing/harness.ts'

type Tags = Input<'TagResource'>['Tags']

let kms: Harness
let KeyId: string

beforeEach(async () => {
  kms = await openHarness()
  KeyId = (await kms.newKey()).KeyId
})

const tagsOf = async () => (await kms.call('ListResourceTags', { KeyId })).Tags ?? []
const many = (count: number, prefix = 'k') =>
  Array.from({ length: count }, (_, index) => ({ TagKey: `${prefix}${index}`, TagValue: String(index) }))
const problem = (message: string) => ({ code: 'TagException', message })

describe('TagResource', () => {
  it('adds tags and replaces values, in order of the key', async () => {
    await kms.call('TagResource', { KeyId, Tags: [{ TagKey: 'b', TagValue: '1' }] })
    await kms.call('TagResource', {
      KeyId,
      Tags: [
        { TagKey: 'b', TagValue: '2' },
        { TagKey: 'a', TagValue: '' },
        { TagKey: 'B', TagValue: '3' },
      ],
    })
    expect(await tagsOf()).toStrictEqual([
      { TagKey: 'B', TagValue: '3' },
      { TagKey: 'a', TagValue: '' },
      { TagKey: 'b', TagValue: '2' },
    ])
  })

  it('keeps keys and values as they are, whatever they are', async () => {
    const Tags = [
      { TagKey: '__proto__', TagValue: 'constructor' },
      { TagKey: 'x'.repeat(128), TagValue: 'ü'.repeat(256) },
      { TagKey: 'a/b c', TagValue: '=' },
    ]
    await kms.call('TagResource', { KeyId, Tags })
    expect(await tagsOf()).toEqual(expect.arrayContaining(Tags))
  })

  it('stops at 50, counting what is replaced once', async () => {
    await kms.call('TagResource', { KeyId, Tags: many(50) })
    await kms.call('TagResource', { KeyId, Tags: many(50) })
    expect(await kms.refusal('TagResource', { KeyId, Tags: many(1, 'more') })).toMatchObject(problem('Too many tags'))
    expect(await tagsOf()).toHaveLength(50)
  })

  it('stops at 50 also when many come at the same time', async () => {
    await kms.call('TagResource', { KeyId, Tags: many(48) })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        kms.call('TagResource', { KeyId, Tags: [{ TagKey: `race-${index}`, TagValue: '' }] }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(problem('Too many tags'))
    expect(await tagsOf()).toHaveLength(50)
  })

  it.each<[string, Tags, string]>([
    ['a key twice', [...many(1), ...many(1)], 'Duplicate tag keys'],
    ['a reserved key', [{ TagKey: 'aws:owner', TagValue: '' }], 'Tags beginning with aws: are reserved'],
    ['a reserved key in capitals', [{ TagKey: 'AWS:x', TagValue: '' }], 'Tags beginning with aws: are reserved'],
    ['51 tags at once', many(51), 'Too many tags'],
  ])('refuses %s', async (_, Tags, message) => {
    expect(await kms.refusal('TagResource', { KeyId, Tags })).toMatchObject(problem(message))
    expect(await tagsOf()).toEqual([])
  })

  it.each<[string, Tags, string]>([
    [
      'an empty key',
      [{ TagKey: '', TagValue: '' }],
      "'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a value that is too long',
      [{ TagKey: 'a', TagValue: 'v'.repeat(257) }],
      "'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256",
    ],
  ])('refuses %s by the model', async (_, Tags, text) => {
    const error = await kms.refusal('TagResource', { KeyId, Tags })
    expect(error.code).toBe('ValidationException')
    expect(error.message).toContain(text)
  })
})

describe('UntagResource', () => {
  it('takes away what is named and ignores what is not there', async () => {
    await kms.call('TagResource', { KeyId, Tags: many(3) })
    await kms.call('UntagResource', { KeyId, TagKeys: ['k0', 'k2', 'K1', 'none'] })
    expect(await tagsOf()).toStrictEqual([{ TagKey: 'k1', TagValue: '1' }])
    await kms.call('UntagResource', { KeyId, TagKeys: ['k0'] })
    await kms.call('UntagResource', { KeyId, TagKeys: ['k1', 'k1'] })
    expect(await tagsOf()).toStrictEqual([])
  })

  it('refuses a reserved key', async () => {
    const error = await kms.refusal('UntagResource', { KeyId, TagKeys: ['aws:owner'] })
    expect(error).toMatchObject(problem('Tags beginning with aws: are reserved'))
  })

  it('makes room again', async () => {
    await kms.call('TagResource', { KeyId, Tags: many(50) })
    await kms.call('UntagResource', { KeyId, TagKeys: ['k7'] })
    await kms.call('TagResource', { KeyId, Tags: many(1, 'more') })
    expect(await tagsOf()).toHaveLength(50)
  })
})

describe('tags in policies', () => {
  const userWho = (name: string, Condition: object) =>
    kms.caller({
      principal: kms.identities.user(ACCOUNT, name, {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*', Condition },
      }),
    })

  it('decide about the key that carries them, from the next call on', async () => {
    const caller = userWho('blue', { StringEquals: { 'aws:ResourceTag/Team': 'blue' } })
    expect((await kms.refusal('DescribeKey', { KeyId }, caller)).code).toBe('AccessDeniedException')
    await kms.call('TagResource', { KeyId, Tags: [{ TagKey: 'Team', TagValue: 'blue' }] })
    await kms.call('DescribeKey', { KeyId }, caller)
    await kms.call('UntagResource', { KeyId, TagKeys: ['Team'] })
    expect((await kms.refusal('DescribeKey', { KeyId }, caller)).code).toBe('AccessDeniedException')
  })

  it('can be limited in requests, by value and by key', async () => {
    const byValue = userWho('by-value', { StringEquals: { 'aws:RequestTag/team': 'blue' } })
    const tag = (TagKey: string, TagValue: string) => ({ KeyId, Tags: [{ TagKey, TagValue }] })
    await kms.call('TagResource', tag('team', 'blue'), byValue)
    expect((await kms.refusal('TagResource', tag('team', 'red'), byValue)).code).toBe('AccessDeniedException')
    const byKey = userWho('by-key', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } })
    await kms.call('TagResource', tag('team', 'red'), byKey)
    expect((await kms.refusal('TagResource', tag('cost', '1'), byKey)).code).toBe('AccessDeniedException')
    await kms.call('UntagResource', { KeyId, TagKeys: ['team'] }, byKey)
    const cost = { KeyId, TagKeys: ['team', 'cost'] }
    expect((await kms.refusal('UntagResource', cost, byKey)).code).toBe('AccessDeniedException')
  })
})
