import { beforeAll, describe, expect, it } from 'vitest'
import { isServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, OperationName } from '#model/api.ts'
import type { Keys } from '#testing/iam-harness.ts'
import { type IamHarness, openIamHarness } from '#testing/iam-harness.ts'
import { administering } from '#testing/sandboxes.ts'

// Many sandboxes in one process, all with the same account, the same user and the same alias, at work at once.

const SANDBOXES = 200
const MAY_ENCRYPT = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*' } }

interface Tenant {
  readonly root: Caller
  readonly user: Caller
  readonly isAllowed: boolean
  readonly sandbox: string
  readonly key: { readonly KeyId: string; readonly Arn: string }
  readonly CiphertextBlob: Uint8Array
  readonly GrantToken: string
  readonly Marker: string
  readonly session: Required<Keys>
}

let iam: IamHarness
let tenants: readonly Tenant[]

async function moveIn(index: number): Promise<Tenant> {
  const admin = administering(iam)
  const made = await admin('CreateSandbox', { name: `tenant ${index}` })
  const root = await iam.callerWith(made)
  const { kms, sts } = iam
  const isAllowed = index % 2 === 0
  const user = await iam.user('app', isAllowed ? MAY_ENCRYPT : undefined, root)
  const { KeyMetadata } = await kms.execute('CreateKey', {}, root)
  await kms.execute('CreateKey', {}, root)
  const { KeyId = '', Arn = '' } = KeyMetadata ?? {}
  await kms.execute('CreateAlias', { AliasName: 'alias/app', TargetKeyId: KeyId }, root)
  const { CiphertextBlob = Buffer.of() } = await kms.execute('Encrypt', { KeyId, Plaintext: Buffer.from('x') }, root)
  const grant = { KeyId, GranteePrincipal: 'arn:aws:iam::111122223333:user/app', Operations: ['Encrypt' as const] }
  const { GrantToken = '' } = await kms.execute('CreateGrant', grant, root)
  const { NextMarker: Marker = '' } = await kms.execute('ListKeys', { Limit: 1 }, root)
  const { Credentials } = await sts.execute('GetSessionToken', {}, user)
  if (!Credentials) throw new Error('there are no credentials')
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials
  const session = { accessKeyId, secretAccessKey, sessionToken }
  return { root, user, isAllowed, sandbox: made.id, key: { KeyId, Arn }, CiphertextBlob, GrantToken, Marker, session }
}

/** The code of a refusal; nothing, where the call was answered. */
async function codeOf<N extends OperationName>(name: N, input: Input<N>, caller: Caller): Promise<string> {
  const outcome = await iam.kms.execute(name, input, caller).catch((error: unknown) => error)
  return isServiceError(outcome) ? outcome.code : ''
}

/** What comes of the same attempt by each tenant on the next one, all at once. */
async function tried<T>(attempt: (own: Tenant, other: Tenant) => Promise<T>): Promise<readonly T[]> {
  return [
    ...new Set(
      await Promise.all(
        tenants.map((own, index) => {
          const other = tenants[(index + 1) % tenants.length]
          if (!other) throw new Error('there is one tenant only')
          return attempt(own, other)
        }),
      ),
    ),
  ]
}

beforeAll(async () => {
  iam = await openIamHarness()
  tenants = await Promise.all(Array.from({ length: SANDBOXES }, (_, index) => moveIn(index)))
}, 60_000)

describe(`of ${SANDBOXES} sandboxes none reaches another`, () => {
  it('by a key id', async () => {
    expect(await tried((own, other) => codeOf('DescribeKey', { KeyId: other.key.KeyId }, own.root))).toEqual([
      'NotFoundException',
    ])
  })

  it('by an ARN, although the account is the same', async () => {
    expect(tenants[0]?.key.Arn).toContain(':111122223333:')
    expect(await tried((own, other) => codeOf('DescribeKey', { KeyId: other.key.Arn }, own.root))).toEqual([
      'NotFoundException',
    ])
  })

  it('by a ciphertext', async () => {
    const decrypted = ({ CiphertextBlob }: Tenant, by: Tenant) => codeOf('Decrypt', { CiphertextBlob }, by.root)
    expect(await tried((own, other) => decrypted(other, own))).toEqual(['AccessDeniedException'])
    expect(await tried((own) => decrypted(own, own))).toEqual([''])
  })

  it('by a grant token', async () => {
    const encrypted = ({ key: { KeyId } }: Tenant, token: string, by: Caller) =>
      codeOf('Encrypt', { KeyId, Plaintext: Buffer.from('x'), GrantTokens: [token] }, by)
    expect(await tried((own, other) => encrypted(own, other.GrantToken, own.root))).toEqual([
      'InvalidGrantTokenException',
    ])
    expect(await tried((own) => encrypted(own, own.GrantToken, own.user))).toEqual([''])
  })

  it('by a session token: it leads to its own sandbox, and not with the access key of another', async () => {
    const { credential } = iam.identities
    const mixed = (own: Tenant, other: Tenant) => credential(own.session.accessKeyId, other.session.sessionToken)
    expect(await tried(mixed)).toEqual([undefined])
    const isOwn = async ({ session, sandbox }: Tenant) => {
      const found = await credential(session.accessKeyId, session.sessionToken)
      return typeof found === 'object' && found.sandbox === sandbox
    }
    expect(await tried(isOwn)).toEqual([true])
  })

  it('by a pagination marker', async () => {
    expect(await tried((own, other) => codeOf('ListKeys', { Marker: other.Marker }, own.root))).toEqual([
      'InvalidMarkerException',
    ])
    expect(await tried((own) => codeOf('ListKeys', { Marker: own.Marker }, own.root))).toEqual([''])
  })

  it('by a name: the same alias and the same user are each its own', async () => {
    const named = async ({ root, key }: Tenant) => {
      const { KeyMetadata } = await iam.kms.execute('DescribeKey', { KeyId: 'alias/app' }, root)
      return KeyMetadata?.KeyId === key.KeyId
    }
    expect(await tried(named)).toEqual([true])
    const allowed = async ({ user, isAllowed }: Tenant) =>
      ((await codeOf('ListAliases', {}, user)) === '') === isAllowed
    expect(await tried(allowed)).toEqual([true])
  })

  it('by a list', async () => {
    const sees = async ({ root, key }: Tenant) => {
      const { Keys = [] } = await iam.kms.execute('ListKeys', {}, root)
      return Keys.length === 2 && Keys.some(({ KeyId }) => KeyId === key.KeyId)
    }
    expect(await tried(sees)).toEqual([true])
  })

  it('by the log, nor by the token of its next page', async () => {
    const pageOf = ({ root }: Tenant) => iam.cloudTrail.execute('LookupEvents', { MaxResults: 1 }, root)
    const turned = async (own: Tenant, other: Tenant) => {
      const { NextToken = '' } = await pageOf(other)
      const next = iam.cloudTrail.execute('LookupEvents', { MaxResults: 1, NextToken }, own.root)
      return next.catch((error: unknown) => (isServiceError(error) ? error.code : error))
    }
    expect(await tried(turned)).toEqual(['InvalidNextTokenException'])
    const madeIn = async ({ root }: Tenant, KeyArn: string) => {
      const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: KeyArn }]
      return (await iam.cloudTrail.execute('LookupEvents', { LookupAttributes }, root)).Events?.length ?? 0
    }
    expect(await tried((own, other) => madeIn(own, other.key.Arn))).toEqual([0])
    expect(await tried(async (own) => (await madeIn(own, own.key.Arn)) > 0)).toEqual([true])
  })
})
