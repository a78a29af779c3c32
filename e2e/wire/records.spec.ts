import {
  CreateGrantCommand,
  DecryptCommand,
  DisableKeyCommand,
  EncryptCommand,
  GetKeyLastUsageCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms'
import { GetSessionTokenCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CloudTrailRecord } from '#audit/record.ts'
import { type Server, startServer } from '../support/server.ts'
import { administer, newAccount } from './accounts.ts'
import { ACCOUNT, auditRecords, kmsOf, refusalOf, stsOf, utf8 } from './clients.ts'
import { type Household, householdOf, personOf, type User } from './people.ts'
import { allow, delegation, rootOf, to } from './statements.ts'

let server: Server
let owner: Household
let guest: Household
let bob: User
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const account = await newAccount(server)
  guest = householdOf(server, account.accountId, account)
  bob = await guest.user('bob', { own: [allow('kms:*')] })
})
afterAll(() => server.stop())

/** A key of the owner that the guest's account may use too. */
async function sharedKey(): Promise<string> {
  const key = await owner.key()
  await owner.protect(key, delegation(ACCOUNT), to(rootOf(guest.id), 'kms:*'))
  return key
}

interface Answered {
  readonly $metadata: { readonly requestId?: string }
}

/** The records of a request, by the account in whose log they are. */
function recordsOf({ $metadata: { requestId } }: Answered): ReadonlyMap<string, CloudTrailRecord> {
  const all = auditRecords(server) as readonly CloudTrailRecord[]
  const records = all.filter((record) => record.requestID === requestId)
  const byAccount = new Map(records.map((record) => [record.recipientAccountId, record]))
  expect(byAccount.size).toBe(records.length)
  return byAccount
}

/** What was thrown by a call that must fail. */
async function failureOf(call: Promise<unknown>): Promise<Answered & { readonly name: string }> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof Error)) throw new Error('the call was answered')
  return thrown as Error & Answered
}

/** How the administrator is told why a call ended as it did, from the log of an account. */
async function explained({ $metadata: { requestId = '' } }: Answered, account: string): Promise<string> {
  const path = `/_keystead/explain?requestId=${requestId}&accountId=${account}`
  const { body } = await administer(server, { method: 'GET', path })
  return String(body.text)
}

describe('a call on a key of another account', () => {
  it('leaves an event in both logs, tied together, and counts as the use of the key for its owner', async () => {
    const key = await sharedKey()
    const before = await owner.kms.send(new GetKeyLastUsageCommand({ KeyId: key }))
    expect(before.KeyLastUsage?.CloudTrailEventId).toBeUndefined()
    const EncryptionContext = { tenant: 'a' }
    const input = { KeyId: key, Plaintext: utf8('canary of the mine'), EncryptionContext }
    const answer = await bob.kms.send(new EncryptCommand(input))
    const records = recordsOf(answer)
    const [theirs, ours] = [records.get(guest.id), records.get(ACCOUNT)]
    expect(records.size).toBe(2)
    expect(theirs).toMatchObject({
      userIdentity: { type: 'IAMUser', arn: bob.arn, accessKeyId: bob.keys.accessKeyId, userName: 'bob' },
      requestParameters: { keyId: key, encryptionContext: EncryptionContext, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
      responseElements: null,
      resources: [{ ARN: key, accountId: ACCOUNT, type: 'AWS::KMS::Key' }],
    })
    expect(ours?.userIdentity).toEqual({ type: 'AWSAccount', accountId: guest.id, principalId: bob.uniqueId })
    const { eventID: _a, recipientAccountId: _b, userIdentity: _c, ...same } = theirs ?? {}
    expect(ours).toMatchObject(same)
    expect(ours?.eventID).not.toBe(theirs?.eventID)
    expect(ours?.sharedEventID).toMatch(/^[0-9a-f-]{36}$/)
    const after = await owner.kms.send(new GetKeyLastUsageCommand({ KeyId: key }))
    expect(after.KeyLastUsage).toMatchObject({
      Operation: 'Encrypt',
      CloudTrailEventId: ours?.eventID,
      KmsRequestId: answer.$metadata.requestId,
    })
  })

  it('that fails for another reason than permission is in both logs, one that is refused in the caller’s alone', async () => {
    const [key, closed] = [await sharedKey(), await owner.key()]
    await owner.kms.send(new DisableKeyCommand({ KeyId: key }))
    const failed = await failureOf(bob.kms.send(new EncryptCommand({ KeyId: key, Plaintext: utf8('x') })))
    const records = recordsOf(failed)
    expect([...records.keys()].sort()).toEqual([ACCOUNT, guest.id].sort())
    for (const record of records.values()) expect(record).toMatchObject({ errorCode: 'DisabledException' })
    const refused = await failureOf(bob.kms.send(new EncryptCommand({ KeyId: closed, Plaintext: utf8('x') })))
    const [record, ...more] = recordsOf(refused).values()
    expect(more).toEqual([])
    expect(record).toMatchObject({ recipientAccountId: guest.id, errorCode: 'AccessDenied' })
    expect(record).not.toHaveProperty('sharedEventID')
    expect(record).not.toHaveProperty('resources')
  })

  it('is explained to each account from its own side', async () => {
    const key = await owner.key()
    const grant = { KeyId: key, GranteePrincipal: bob.arn, Operations: ['Encrypt' as const] }
    const { GrantId = '' } = await owner.kms.send(new CreateGrantCommand(grant))
    const answer = await bob.kms.send(new EncryptCommand({ KeyId: key, Plaintext: utf8('x') }))
    const [theirs, ours] = [await explained(answer, guest.id), await explained(answer, ACCOUNT)]
    expect(theirs).toContain('The account of the resource allows by itself, with a grant. It is not shown here.')
    expect(theirs).not.toContain(GrantId)
    expect(theirs).not.toContain(`${key}/policy/`)
    expect(ours).toContain(`Decided by grant ${GrantId}`)
    expect(ours).not.toContain('user/bob')
  })

  it('with a key of each account is told to the owner as far as it concerns its key', async () => {
    const [theirs, ours] = [await guest.key(), await sharedKey()]
    const { CiphertextBlob } = await bob.kms.send(new EncryptCommand({ KeyId: theirs, Plaintext: utf8('x') }))
    const SourceKeyId = theirs
    const answer = await bob.kms.send(new ReEncryptCommand({ CiphertextBlob, SourceKeyId, DestinationKeyId: ours }))
    const records = recordsOf(answer)
    expect(records.get(guest.id)?.resources?.map(({ ARN }) => ARN)).toEqual([theirs, ours])
    expect(records.get(ACCOUNT)?.resources?.map(({ ARN }) => ARN)).toEqual([ours])
    expect(JSON.stringify(records.get(ACCOUNT))).not.toContain(theirs)
  })
})

describe('the identity in a record', () => {
  it('of a user with temporary credentials tells of its session', async () => {
    const alice = await owner.user('alice', { own: [allow('kms:*')] })
    const { Credentials } = await stsOf(server, alice.keys).send(new GetSessionTokenCommand({}))
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    }
    const key = await owner.key()
    const answer = await personOf(server, alice.arn, keys).kms.send(
      new EncryptCommand({ KeyId: key, Plaintext: utf8('x') }),
    )
    expect(recordsOf(answer).get(ACCOUNT)?.userIdentity).toEqual({
      type: 'IAMUser',
      principalId: alice.uniqueId,
      arn: alice.arn,
      accountId: ACCOUNT,
      accessKeyId: keys.accessKeyId,
      userName: 'alice',
      sessionContext: {
        attributes: {
          creationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          mfaAuthenticated: 'false',
        },
      },
    })
  })
})

describe('no record', () => {
  it('holds what was encrypted, its ciphertext, or a grant token, whether the call succeeds or not', async () => {
    const key = await owner.key()
    const secret = 'the canary of the colonel sings'
    const { CiphertextBlob } = await owner.kms.send(new EncryptCommand({ KeyId: key, Plaintext: utf8(secret) }))
    await owner.kms.send(new DecryptCommand({ CiphertextBlob }))
    const spoilt = { CiphertextBlob: utf8(secret), KeyId: key, GrantTokens: [secret, ''] }
    // A client that checks its input would not send this: the refusal names the constraint, not the token.
    const refused = await refusalOf(kmsOf(server).send(new DecryptCommand(spoilt)))
    expect(refused.code).toBe('ValidationException')
    const text = JSON.stringify(auditRecords(server))
    const ciphertext = Buffer.from(CiphertextBlob ?? []).subarray(-24)
    for (const bytes of [Buffer.from(secret), ciphertext]) {
      for (const encoding of ['latin1', 'base64', 'hex'] as const) {
        expect(text).not.toContain(bytes.subarray(0, 24).toString(encoding))
      }
    }
  })
})
