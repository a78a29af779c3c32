import { beforeEach, describe, expect, it } from 'vitest'
import type { KeySpec, KeyUsageType, OperationName, Output } from '#model/api.ts'
import { newSubject, type Subject } from '#testing/calls.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

let kms: Harness
let one: Subject
let two: Subject

beforeEach(async () => {
  kms = await openHarness()
  one = await newSubject(kms)
  two = await newSubject(kms)
})

const aliasArn = (name: string, region: string = REGION) => `arn:aws:kms:${region}:${ACCOUNT}:${name}`
const keyOf = async (alias: string, caller = kms.caller()) =>
  (await kms.call('DescribeKey', { KeyId: alias }, caller)).KeyMetadata?.KeyId
const aliasesOf = async (KeyId: string) => (await kms.call('ListAliases', { KeyId, Limit: 100 })).Aliases ?? []
const fill = async (KeyId: string, count: number) => {
  for (let index = (await aliasesOf(KeyId)).length; index < count; index += 1) {
    await kms.call('CreateAlias', { AliasName: `alias/${KeyId}/${index}`, TargetKeyId: KeyId })
  }
}
const namesOf = ({ Aliases = [] }: Output<'ListAliases'>) => Aliases.map(({ AliasName = '' }) => AliasName)
const TOO_MANY = { code: 'LimitExceededException', message: 'A KMS key can have at most 50 aliases.' }

type Naming = OperationName & ('CreateAlias' | 'UpdateAlias' | 'DeleteAlias')
const NAMING: readonly Naming[] = ['CreateAlias', 'UpdateAlias', 'DeleteAlias']

describe.each(NAMING)('%s', (name) => {
  const refusal = (AliasName: string) => {
    const input = name === 'DeleteAlias' ? { AliasName } : { AliasName, TargetKeyId: one.keyId }
    return kms.refusal(name, input as never)
  }
  const badPattern = (value: string) => ({
    code: 'ValidationException',
    message: `1 validation error detected: Value '${value}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`,
  })

  it.each(['app', 'Alias/app', '/alias/app', 'aliases/app'])('refuses %s, which lacks the prefix', async (value) => {
    expect(await refusal(value)).toMatchObject({
      code: 'ValidationException',
      message:
        'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    })
  })

  it.each(['alias/a b', 'alias/ä', 'alias/a.b', 'alias/a\n'])(
    'refuses %j by the pattern of the model',
    async (value) => {
      expect(await refusal(value)).toMatchObject(badPattern(value))
    },
  )

  it.each(['alias/aws/kms', 'alias/aws/'])('refuses %s, which is AWS’s own', async (value) => {
    expect(await refusal(value)).toMatchObject({ code: 'NotAuthorizedException', message: '' })
  })

  it.each(['alias/', 'alias/a:b'])('refuses %s', async (value) => {
    expect(await refusal(value)).toMatchObject({ code: 'InvalidAliasNameException' })
  })

  it('refuses a name of 257 characters', async () => {
    const value = `alias/${'a'.repeat(251)}`
    expect((await refusal(value)).message).toContain('Member must have length less than or equal to 256')
  })
})

describe('CreateAlias', () => {
  it('gives a key a name, with its dates', async () => {
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: one.keyId })
    const found = (await aliasesOf(one.keyId)).find(({ AliasName }) => AliasName === 'alias/app')
    expect(found).toStrictEqual({
      AliasName: 'alias/app',
      AliasArn: aliasArn('alias/app'),
      TargetKeyId: one.keyId,
      CreationDate: kms.clock.now(),
      LastUpdatedDate: kms.clock.now(),
    })
  })

  it('refuses a name that is taken, by whatever key', async () => {
    for (const TargetKeyId of [one.keyId, two.keyId]) {
      expect(await kms.refusal('CreateAlias', { AliasName: one.alias, TargetKeyId })).toMatchObject({
        code: 'AlreadyExistsException',
        message: `An alias with the name ${aliasArn(one.alias)} already exists`,
      })
    }
    expect(await keyOf(one.alias)).toBe(one.keyId)
  })

  it('tells upper from lower case', async () => {
    await kms.call('CreateAlias', { AliasName: 'alias/App', TargetKeyId: one.keyId })
    await kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: two.keyId })
    expect([await keyOf('alias/App'), await keyOf('alias/app')]).toEqual([one.keyId, two.keyId])
  })

  it('lets each Region have the same name', async () => {
    const elsewhere = kms.caller({ region: OTHER_REGION })
    const { KeyId } = await kms.newKey({}, elsewhere)
    await kms.call('CreateAlias', { AliasName: one.alias, TargetKeyId: KeyId }, elsewhere)
    expect([await keyOf(one.alias), await keyOf(one.alias, elsewhere)]).toEqual([one.keyId, KeyId])
  })

  it('stops at 50 aliases of a key', async () => {
    await fill(one.keyId, 50)
    const more = { AliasName: 'alias/more', TargetKeyId: one.keyId }
    expect(await kms.refusal('CreateAlias', more)).toMatchObject(TOO_MANY)
    await kms.call('CreateAlias', { ...more, TargetKeyId: two.keyId })
  })

  it('stops at 50 also when many come at the same time', async () => {
    await fill(one.keyId, 48)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        kms.call('CreateAlias', { AliasName: `alias/race-${index}`, TargetKeyId: one.keyId }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(TOO_MANY)
    expect(await aliasesOf(one.keyId)).toHaveLength(50)
  })

  it('gives a name once when two ask at the same time', async () => {
    const outcomes = await Promise.allSettled(
      [one, two].map(({ keyId }) => kms.call('CreateAlias', { AliasName: 'alias/race', TargetKeyId: keyId })),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'AlreadyExistsException' }) }),
    )
  })
})

describe('UpdateAlias', () => {
  it('moves the alias and what is called by it, and keeps its creation date', async () => {
    const created = kms.clock.now()
    kms.clock.advanceDays(1)
    await kms.call('UpdateAlias', { AliasName: one.alias, TargetKeyId: two.keyId })
    expect(await keyOf(one.alias)).toBe(two.keyId)
    expect(await aliasesOf(one.keyId)).toEqual([])
    const moved = (await aliasesOf(two.keyId)).find(({ AliasName }) => AliasName === one.alias)
    expect(moved).toMatchObject({ CreationDate: created, LastUpdatedDate: kms.clock.now() })
  })

  it('to the same key again succeeds', async () => {
    await kms.call('UpdateAlias', { AliasName: one.alias, TargetKeyId: one.keyId })
    expect(await keyOf(one.alias)).toBe(one.keyId)
  })

  it('refuses an alias that is not there', async () => {
    expect(await kms.refusal('UpdateAlias', { AliasName: 'alias/none', TargetKeyId: one.keyId })).toMatchObject({
      code: 'NotFoundException',
      message: `Alias ${aliasArn('alias/none')} is not found.`,
    })
  })

  it('stops at 50 aliases of the key it goes to, but not of the one it is on', async () => {
    await fill(two.keyId, 50)
    const move = { AliasName: one.alias, TargetKeyId: two.keyId }
    expect(await kms.refusal('UpdateAlias', move)).toMatchObject(TOO_MANY)
    await kms.call('UpdateAlias', { AliasName: two.alias, TargetKeyId: two.keyId })
  })

  it('stops at 50 also when many go at the same time', async () => {
    await fill(one.keyId, 3)
    await fill(two.keyId, 49)
    const going = await aliasesOf(one.keyId)
    const outcomes = await Promise.allSettled(
      going.map(({ AliasName = '' }) => kms.call('UpdateAlias', { AliasName, TargetKeyId: two.keyId })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await aliasesOf(two.keyId)).toHaveLength(50)
  })
})

describe('DeleteAlias', () => {
  it('takes the name away and leaves the key', async () => {
    await kms.call('DeleteAlias', { AliasName: one.alias })
    const gone = { code: 'NotFoundException', message: `Alias ${aliasArn(one.alias)} is not found.` }
    expect(await kms.refusal('DescribeKey', { KeyId: one.alias })).toMatchObject(gone)
    expect(await kms.refusal('DeleteAlias', { AliasName: one.alias })).toMatchObject(gone)
    await kms.call('DescribeKey', { KeyId: one.keyId })
  })

  it('frees the name for another key', async () => {
    await kms.call('DeleteAlias', { AliasName: one.alias })
    await kms.call('CreateAlias', { AliasName: one.alias, TargetKeyId: two.keyId })
    expect(await keyOf(one.alias)).toBe(two.keyId)
  })
})

describe('the permissions of alias operations', () => {
  const KEY_ACTIONS = 'arn:aws:kms:*:*:key/'
  const userWith = (name: string, Action: string, Resource: readonly string[]) =>
    kms.caller({
      principal: kms.identities.user(ACCOUNT, name, {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action, Resource },
      }),
    })

  it.each<[Naming, (at: { one: Subject; two: Subject }) => object, readonly ('alias' | 'one' | 'two')[]]>([
    ['CreateAlias', ({ one }) => ({ AliasName: 'alias/new', TargetKeyId: one.keyId }), ['alias', 'one']],
    ['UpdateAlias', ({ one, two }) => ({ AliasName: one.alias, TargetKeyId: two.keyId }), ['alias', 'one', 'two']],
    ['DeleteAlias', ({ one }) => ({ AliasName: one.alias }), ['alias', 'one']],
  ])('%s needs each of its resources', async (name, inputOf, needed) => {
    const input = inputOf({ one, two }) as never
    const arns = { alias: 'arn:aws:kms:*:*:alias/*', one: KEY_ACTIONS + one.keyId, two: KEY_ACTIONS + two.keyId }
    for (const missing of needed) {
      const resources = needed.filter((resource) => resource !== missing).map((resource) => arns[resource])
      const error = await kms.refusal(name, input, userWith(`no-${missing}`, `kms:${name}`, resources))
      const subject = missing === 'alias' ? 'alias/' : { one, two }[missing].keyId
      expect(error.code).toBe('AccessDeniedException')
      expect(error.message).toContain(subject)
    }
    await kms.call(
      name,
      input,
      userWith(
        'all',
        `kms:${name}`,
        needed.map((resource) => arns[resource]),
      ),
    )
  })

  it('ListAliases asks for nothing on the key', async () => {
    const caller = userWith('lister', 'kms:ListAliases', ['*'])
    expect((await kms.call('ListAliases', { KeyId: one.keyId }, caller)).Aliases).toHaveLength(1)
    const all = await kms.call('ListAliases', { Limit: 100 }, caller)
    expect(namesOf(all).filter((name) => !name.startsWith('alias/aws/'))).toEqual([one.alias, two.alias].sort())
  })
})

describe('predefined aliases', () => {
  const AWS = 'alias/aws/'

  it('are listed among the others, in order, with no key and no dates until their service is used', async () => {
    await kms.call('CreateAlias', { AliasName: 'alias/aaa', TargetKeyId: one.keyId })
    await kms.call('CreateAlias', { AliasName: 'alias/zzz', TargetKeyId: one.keyId })
    const { Aliases = [], Truncated } = await kms.call('ListAliases', { Limit: 100 })
    expect(Truncated).toBe(false)
    const names = Aliases.map(({ AliasName = '' }) => AliasName)
    expect(names).toEqual([...names].sort())
    expect([names.at(0), names.at(-1)]).toEqual(['alias/aaa', 'alias/zzz'])
    const predefined = Aliases.filter(({ AliasName = '' }) => AliasName.startsWith(AWS))
    expect(predefined).toHaveLength(29)
    for (const { AliasName = '', ...rest } of predefined) {
      expect(rest).toStrictEqual({ AliasArn: aliasArn(AliasName) })
    }
  })

  it('point to their key from the first use on, and are not listed twice', async () => {
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: 'alias/aws/ebs' })
    expect(KeyMetadata?.KeyManager).toBe('AWS')
    const { Aliases = [] } = await kms.call('ListAliases', { Limit: 100 })
    expect(Aliases.filter(({ AliasName }) => AliasName === 'alias/aws/ebs')).toStrictEqual([
      {
        AliasName: 'alias/aws/ebs',
        AliasArn: aliasArn('alias/aws/ebs'),
        TargetKeyId: KeyMetadata?.KeyId,
        CreationDate: kms.clock.now(),
        LastUpdatedDate: kms.clock.now(),
      },
    ])
    expect(Aliases).toHaveLength(29 + 2)
  })

  it('are in every page once, whatever its length', async () => {
    await kms.call('DescribeKey', { KeyId: 'alias/aws/ebs' })
    const whole = namesOf(await kms.call('ListAliases', { Limit: 100 }))
    for (const Limit of [1, 2, 7, 30]) {
      const names: string[] = []
      let page = await kms.call('ListAliases', { Limit })
      names.push(...namesOf(page))
      while (page.NextMarker !== undefined) {
        page = await kms.call('ListAliases', { Limit, Marker: page.NextMarker })
        names.push(...namesOf(page))
      }
      expect(names).toEqual(whole)
    }
  })

  it('are not among the aliases of a key of the customer', async () => {
    expect((await aliasesOf(one.keyId)).map(({ AliasName }) => AliasName)).toEqual([one.alias])
  })

  it('that AWS does not have are unknown', async () => {
    expect(await kms.refusal('DescribeKey', { KeyId: 'alias/aws/none' })).toMatchObject({
      code: 'NotFoundException',
      message: `Alias ${aliasArn('alias/aws/none')} is not found.`,
    })
  })
})

describe('a key of another kind', () => {
  const make = async (KeySpec: KeySpec, KeyUsage: KeyUsageType) => {
    const { KeyId } = await kms.newKey({ KeySpec, KeyUsage })
    await kms.call('CreateAlias', { AliasName: `alias/${KeyId}`, TargetKeyId: KeyId })
    return KeyId
  }

  it('can have aliases, and takes those of its own kind and usage only', async () => {
    const keys = [
      one.keyId,
      await make('HMAC_256', 'GENERATE_VERIFY_MAC'),
      await make('ECC_NIST_P256', 'SIGN_VERIFY'),
      await make('ECC_NIST_P256', 'KEY_AGREEMENT'),
      await make('ML_KEM_512', 'ENCAPSULATE_DECAPSULATE'),
    ]
    for (const from of keys) {
      for (const TargetKeyId of keys.filter((key) => key !== from)) {
        const [{ AliasName = '' } = {}] = await aliasesOf(from)
        expect((await kms.refusal('UpdateAlias', { AliasName, TargetKeyId })).code).toBe('ValidationException')
      }
    }
    const sameKind = await make('ECC_NIST_EDWARDS25519', 'SIGN_VERIFY')
    const AliasName = `alias/${keys[2]}`
    await kms.call('UpdateAlias', { AliasName, TargetKeyId: sameKind })
    expect(await keyOf(AliasName)).toBe(sameKind)
  })

  it('that AWS manages can have none of the customer', async () => {
    const { KeyMetadata } = await kms.call('DescribeKey', { KeyId: 'alias/aws/ebs' })
    const TargetKeyId = KeyMetadata?.KeyId ?? ''
    for (const [name, AliasName] of [
      ['CreateAlias', 'alias/mine'],
      ['UpdateAlias', one.alias],
    ] as const) {
      expect((await kms.refusal(name, { AliasName, TargetKeyId })).code).toBe('AccessDeniedException')
    }
  })
})
