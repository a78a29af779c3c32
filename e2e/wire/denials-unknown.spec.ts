import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateRandomCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { newAccount } from './accounts.ts'
import { ACCOUNT, kmsOf, REGION, refusalOf, utf8 } from './clients.ts'
import { denialOf } from './decisions.ts'
import { NOT_TOLD } from './denial-forms.ts'
import { type Household, householdOf, type Person, type User } from './people.ts'
import { allow, delegation, to } from './statements.ts'

const NO_KEY = 'key/00000000-0000-0000-0000-000000000000'
const UNKNOWN = { outcome: 'implicitly-denied', missing: 'resource' }

let server: Server
let owner: Household
let guest: Household
/** May do everything that its own account can let it do. */
let ada: User
let nobody: User
beforeAll(async () => {
  server = await startServer({ console: false })
  owner = householdOf(server, ACCOUNT, server)
  const account = await newAccount(server)
  guest = householdOf(server, account.accountId, account)
  ada = await owner.user('ada', { own: [allow('*')] })
  nobody = await owner.user('nobody')
})
afterAll(() => server.stop())

const denial = (call: Promise<unknown>) => denialOf(server, call)

const words = ({ arn }: Person, action: string, rest: string) => ({
  code: 'AccessDeniedException',
  message: `User: ${arn} is not authorized to perform: ${action} ${rest}`,
  status: 400,
})

describe('a key that the caller must not know to be there or not', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['is not there', () => `arn:aws:kms:${REGION}:${guest.id}:${NO_KEY}`],
    ['is not shared', () => guest.key()],
    ['is in an account that is not hosted here', () => `arn:aws:kms:${REGION}:999988887777:${NO_KEY}`],
    ['is an alias that is not there', () => `arn:aws:kms:${REGION}:${guest.id}:alias/none`],
  ])('is refused in the same words when it %s', async (_, id) => {
    const KeyId = await id()
    for (const [action, call] of [
      ['kms:Encrypt', ada.kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))],
      ['kms:DescribeKey', ada.kms.send(new DescribeKeyCommand({ KeyId }))],
    ] as const) {
      const { decisions, ...refusal } = await denial(call)
      expect(refusal).toEqual(words(ada, action, `on this resource ${NOT_TOLD}`))
      expect(decisions).toMatchObject([{ ...UNKNOWN, action }])
    }
  })

  it('is not found where it would be the caller’s own', async () => {
    const own = `arn:aws:kms:${REGION}:${ACCOUNT}:${NO_KEY}`
    for (const person of [ada, nobody, owner]) {
      expect(await refusalOf(person.kms.send(new DescribeKeyCommand({ KeyId: own })))).toEqual({
        code: 'NotFoundException',
        message: `Key '${own}' does not exist`,
        status: 400,
      })
    }
  })

  it('is refused in the same words to operations that never work across accounts', async () => {
    const KeyId = await guest.key()
    await guest.protect(KeyId, delegation(guest.id), to(ada.arn, 'kms:*'))
    await ada.kms.send(new DescribeKeyCommand({ KeyId }))
    for (const [action, command] of [
      ['kms:DisableKey', new DisableKeyCommand({ KeyId })],
      ['kms:GetKeyPolicy', new GetKeyPolicyCommand({ KeyId })],
    ] as const) {
      const { decisions, ...refusal } = await denial(ada.kms.send(command as DisableKeyCommand))
      expect(refusal).toEqual(words(ada, action, `on this resource ${NOT_TOLD}`))
      expect(decisions).toMatchObject([{ ...UNKNOWN, action }])
    }
  })
})

describe('a ciphertext whose key the caller must not know', () => {
  const sealedBy = async ({ kms }: Person, KeyId: string) => {
    const { CiphertextBlob = new Uint8Array() } = await kms.send(new EncryptCommand({ KeyId, Plaintext: utf8('x') }))
    return CiphertextBlob
  }
  /** The key id begins at the sixth byte. */
  const ofNoKey = (blob: Uint8Array) => blob.with(7, (blob[7] ?? 0) ^ 1)
  const away = () => kmsOf(server, { region: 'eu-central-1' }, { credentials: ada.keys })

  it.each<[string, () => Promise<Uint8Array>, () => KMSClient]>([
    ['another account’s', async () => sealedBy(guest, await guest.key()), () => ada.kms],
    ['nobody’s', async () => ofNoKey(await sealedBy(owner, await owner.key())), () => ada.kms],
    ['another Region’s', async () => sealedBy(owner, await owner.key()), away],
  ])('is refused in the same words when it is %s', async (_, blob, client) => {
    const CiphertextBlob = await blob()
    const { decisions, ...refusal } = await denial(client().send(new DecryptCommand({ CiphertextBlob })))
    const place = 'on the resource associated with this ciphertext'
    expect(refusal).toEqual(words(ada, 'kms:Decrypt', `${place} ${NOT_TOLD}`))
    expect(decisions).toMatchObject([{ ...UNKNOWN, action: 'kms:Decrypt' }])
  })
})

describe('an operation without a key', () => {
  it.each([
    ['CreateKey', new CreateKeyCommand({})],
    ['ListKeys', new ListKeysCommand({})],
    ['GenerateRandom', new GenerateRandomCommand({ NumberOfBytes: 1 })],
  ])('is refused on *: %s', async (name, command) => {
    const action = `kms:${name}`
    const missing = 'identity-based policy'
    const { decisions, ...refusal } = await denial(nobody.kms.send(command as CreateKeyCommand))
    expect(refusal).toEqual(words(nobody, action, `on resource: * because no ${missing} allows the ${action} action`))
    expect(decisions).toEqual([{ outcome: 'implicitly-denied', missing, action, resource: '*' }])
  })
})
