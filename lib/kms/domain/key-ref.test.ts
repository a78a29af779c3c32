import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationName } from '#model/api.ts'
import { operationNames } from '#model/api.ts'
import { permissions } from '#model/permissions.ts'
import { memberShape } from '#model/schema.ts'
import { inputFor, newSubject, type Subject } from '#testing/calls.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'

/** Operations that take an alias too (AWS KMS API reference, parameter KeyId); all others a key id or ARN only. */
const TAKE_ALIASES: ReadonlySet<OperationName> = new Set([
  'Decapsulate',
  'Decrypt',
  'DeriveSharedSecret',
  'DescribeKey',
  'Encapsulate',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateMac',
  'GetPublicKey',
  'ReEncrypt',
  'Sign',
  'Verify',
  'VerifyMac',
])

/** Every member of a built operation that names a key, optional ones too. */
const MEMBERS: readonly (readonly [OperationName, string])[] = operationNames.flatMap((name) =>
  ['KeyId', 'TargetKeyId', 'SourceKeyId', 'DestinationKeyId']
    .filter((member) => memberShape(name, member) !== undefined)
    .map((member) => [name, member] as const),
)
const withAliases = MEMBERS.filter(([name]) => TAKE_ALIASES.has(name))
const withoutAliases = MEMBERS.filter(([name]) => !TAKE_ALIASES.has(name))

const UNKNOWN = '00000000-1111-2222-3333-444444444444'
const arn = (resource: string, { account = ACCOUNT as string, region = REGION as string } = {}) =>
  `arn:aws:kms:${region}:${account}:${resource}`

let kms: Harness
/** Of the operation whose member is tried. A refusal changes nothing, so one serves for many. */
let subject: Subject

beforeAll(async () => {
  kms = await openHarness()
})

const input = <N extends OperationName>(name: N, member: string, value: string, of = subject) => ({
  ...inputFor(name, of),
  [member]: value,
})
const refusal = async (name: OperationName, member: string, value: string) => {
  const { code, message } = await kms.refusal(name, input(name, member, value))
  return { code, message }
}
const notFound = (message: string) => ({ code: 'NotFoundException', message })

it('covers every member of a built operation that names a key', () => {
  expect(MEMBERS).toHaveLength(46)
})

describe.each(MEMBERS)('%s %s', (name, member) => {
  beforeAll(async () => {
    subject = await newSubject(kms, name)
  })

  it('takes the key id and the key ARN', async () => {
    for (const value of ['keyId', 'arn'] as const) {
      const fresh = await newSubject(kms, name)
      await kms.call(name, input(name, member, fresh[value], fresh))
    }
  })

  it.each([
    ['an id that nothing has', UNKNOWN, `Key '${arn(`key/${UNKNOWN}`)}' does not exist`],
    ['an ARN that nothing has', arn(`key/${UNKNOWN}`), `Key '${arn(`key/${UNKNOWN}`)}' does not exist`],
    [
      'a multi-Region id that nothing has',
      `mrk-${'0'.repeat(32)}`,
      `Key '${arn(`key/mrk-${'0'.repeat(32)}`)}' does not exist`,
    ],
    ['an id without dashes', UNKNOWN.replaceAll('-', ''), `Invalid keyId '${UNKNOWN.replaceAll('-', '')}'`],
    ['a name', 'fake-key-id', "Invalid keyId 'fake-key-id'"],
    ['half a multi-Region id', 'mrk-fake-key-id', "Invalid keyId 'mrk-fake-key-id'"],
    ['an ARN of another Region', arn(`key/${UNKNOWN}`, { region: OTHER_REGION }), `Invalid arn ${OTHER_REGION}`],
    ['an ARN of no resource', arn('key/'), `Invalid keyId '${arn('key/')}'`],
    ['an ARN of another service', 'arn:aws:s3:::bucket', "Invalid keyId 'arn:aws:s3:::bucket'"],
  ])('refuses %s in AWS’s words', async (_, value, message) => {
    expect(await refusal(name, member, value)).toEqual(notFound(message))
  })

  it('does not tell whether a key of another account is there', async () => {
    const foreign = await kms.newKey({}, kms.caller({ account: OTHER_ACCOUNT }))
    const there = await refusal(name, member, foreign.Arn ?? '')
    const gone = await refusal(name, member, arn(`key/${UNKNOWN}`, { account: OTHER_ACCOUNT }))
    const action =
      name === 'ReEncrypt' ? `kms:ReEncrypt${member === 'SourceKeyId' ? 'From' : 'To'}` : permissions[name].actions[0]
    expect(there).toEqual({
      code: 'AccessDeniedException',
      message: `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: ${action} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    })
    expect(gone).toEqual(there)
  })
})

describe.each(withAliases)('%s %s', (name, member) => {
  beforeAll(async () => {
    subject = await newSubject(kms, name)
  })

  it('takes the alias and the alias ARN', async () => {
    await kms.call(name, input(name, member, subject.alias))
    await kms.call(name, input(name, member, arn(subject.alias)))
  })

  it.each([
    ['an alias that nothing has', 'alias/none', `Alias ${arn('alias/none')} is not found.`],
    ['an alias ARN that nothing has', arn('alias/none'), `Alias ${arn('alias/none')} is not found.`],
    ['an alias ARN of another Region', arn('alias/none', { region: OTHER_REGION }), `Invalid arn ${OTHER_REGION}`],
  ])('refuses %s', async (_, value, message) => {
    expect(await refusal(name, member, value)).toEqual(notFound(message))
  })

  it('does not see an alias of another Region', async () => {
    const elsewhere = kms.caller({ region: OTHER_REGION })
    const { KeyId } = await kms.newKey({}, elsewhere)
    await kms.call('CreateAlias', { AliasName: `alias/${KeyId}`, TargetKeyId: KeyId }, elsewhere)
    expect(await refusal(name, member, `alias/${KeyId}`)).toMatchObject({ code: 'NotFoundException' })
  })
})

describe.each(withoutAliases)('%s %s', (name, member) => {
  beforeAll(async () => {
    subject = await newSubject(kms, name)
  })

  it('refuses an alias, also one that is there', async () => {
    for (const value of [subject.alias, arn(subject.alias), 'alias/none']) {
      expect(await refusal(name, member, value)).toEqual(notFound(`Invalid keyId '${value}'`))
    }
  })
})
