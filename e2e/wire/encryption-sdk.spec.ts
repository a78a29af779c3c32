import {
  buildAwsKmsMrkAwareDiscoveryMultiKeyringNode,
  buildAwsKmsMrkAwareStrictMultiKeyringNode,
  buildClient,
  CommitmentPolicy,
  type KeyringNode,
  KmsKeyringNode,
  type KmsNodeClientSupplier,
} from '@aws-crypto/client-node'
import { CreateKeyCommand, DisableKeyCommand, KMS, ReplicateKeyCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, kmsOf, REGION, utf8 } from './clients.ts'

const OTHER_REGION = 'eu-west-1'
const OTHER_ACCOUNT = '444455556666'
const context = { tenant: 'alpha', purpose: 'wire' }
const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)

let server: Server
beforeAll(async () => {
  server = await startServer({ console: false })
})
afterAll(() => server.stop())

/** Leads every Region of the Encryption SDK to the server under test. */
const clientProvider: KmsNodeClientSupplier = (region) => {
  const { url: endpoint, accessKeyId, secretAccessKey } = server
  const client = new KMS({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 })
  // The keyrings' types leave optional members out, where the SDK's let them be undefined.
  return client as ReturnType<KmsNodeClientSupplier>
}

async function newKey(MultiRegion = false): Promise<string> {
  const { KeyMetadata } = await kmsOf(server).send(new CreateKeyCommand({ MultiRegion }))
  return KeyMetadata?.Arn ?? ''
}

/** The ARNs of a multi-Region key: of its primary key, and of its replica in the other Region. */
async function newMultiRegionKey(): Promise<{ primary: string; replica: string }> {
  const primary = await newKey(true)
  const replicate = new ReplicateKeyCommand({ KeyId: primary, ReplicaRegion: OTHER_REGION })
  const { ReplicaKeyMetadata } = await kmsOf(server).send(replicate)
  return { primary, replica: ReplicaKeyMetadata?.Arn ?? '' }
}

async function seal(keyring: KeyringNode, plaintext: string): Promise<Buffer> {
  return (await encrypt(keyring, plaintext, { encryptionContext: context })).result
}

async function open(keyring: KeyringNode, sealed: Buffer) {
  const { plaintext, messageHeader } = await decrypt(keyring, sealed)
  return { plaintext: plaintext.toString(), context: messageHeader.encryptionContext }
}

const opened = (plaintext: string) => ({ plaintext, context: expect.objectContaining(context) })
const strict = (generatorKeyId: string, keyIds: string[] = []) =>
  new KmsKeyringNode({ generatorKeyId, keyIds, clientProvider })
const discovery = (accountID = ACCOUNT) =>
  new KmsKeyringNode({
    discovery: true,
    discoveryFilter: { accountIDs: [accountID], partition: 'aws' },
    clientProvider,
  })

describe('the AWS Encryption SDK', () => {
  it('opens with the key it sealed under, and brings the encryption context back', async () => {
    const keyring = strict(await newKey())
    expect(await open(keyring, await seal(keyring, 'sealed'))).toEqual(opened('sealed'))
  })

  it('opens with any of the keys it sealed under, and with no other', async () => {
    const [first, second, stranger] = await Promise.all([newKey(), newKey(), newKey()])
    const sealed = await seal(strict(first, [second]), 'for two')
    expect(await open(strict(first), sealed)).toEqual(opened('for two'))
    expect(await open(strict(second), sealed)).toEqual(opened('for two'))
    await expect(open(strict(stranger), sealed)).rejects.toThrow()
  })

  it('still opens with the second key when the first is disabled', async () => {
    const [first, second] = await Promise.all([newKey(), newKey()])
    const keyring = strict(first, [second])
    const sealed = await seal(keyring, 'kept')
    await kmsOf(server).send(new DisableKeyCommand({ KeyId: first }))
    expect(await open(keyring, sealed)).toEqual(opened('kept'))
    await expect(open(strict(first), sealed)).rejects.toThrow('is disabled')
  })

  it('finds the key by discovery, within the accounts it may ask', async () => {
    const sealed = await seal(strict(await newKey()), 'found')
    expect(await open(discovery(), sealed)).toEqual(opened('found'))
    await expect(open(discovery(OTHER_ACCOUNT), sealed)).rejects.toThrow()
  })

  it('does not open under another encryption context', async () => {
    const keyring = strict(await newKey())
    const sealed = await seal(keyring, 'bound')
    const at = sealed.indexOf(utf8('alpha'))
    sealed.write('omega', at)
    await expect(open(keyring, sealed)).rejects.toThrow('InvalidCiphertextException')
  })
})

describe('the multi-Region keyrings of the AWS Encryption SDK', () => {
  const aware = (generatorKeyId: string) =>
    buildAwsKmsMrkAwareStrictMultiKeyringNode({ generatorKeyId, clientProvider })
  const awareDiscovery = (...regions: string[]) =>
    buildAwsKmsMrkAwareDiscoveryMultiKeyringNode({ regions, clientProvider })

  it('open in one Region, by the related key, what was sealed in another', async () => {
    const { primary, replica } = await newMultiRegionKey()
    expect(replica).toBe(primary.replace(REGION, OTHER_REGION))
    expect(await open(aware(replica), await seal(aware(primary), 'there'))).toEqual(opened('there'))
    expect(await open(aware(primary), await seal(aware(replica), 'and back'))).toEqual(opened('and back'))
  })

  it('find the related key in the Region they may ask', async () => {
    const { primary } = await newMultiRegionKey()
    const sealed = await seal(aware(primary), 'found')
    expect(await open(awareDiscovery(OTHER_REGION), sealed)).toEqual(opened('found'))
    expect(await open(awareDiscovery(REGION), sealed)).toEqual(opened('found'))
    await expect(open(awareDiscovery('ap-southeast-2'), sealed)).rejects.toThrow()
  })

  it('do not take a key of one Region for a related one', async () => {
    const single = await newKey()
    const sealed = await seal(aware(single), 'here only')
    await expect(open(aware(single.replace(REGION, OTHER_REGION)), sealed)).rejects.toThrow()
    expect(await open(aware(single), sealed)).toEqual(opened('here only'))
  })

  it('are needed: a keyring that does not know of them compares whole ARNs', async () => {
    const { primary, replica } = await newMultiRegionKey()
    await expect(open(strict(replica), await seal(strict(primary), 'there'))).rejects.toThrow()
  })
})
