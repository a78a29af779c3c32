import {
  ConnectCustomKeyStoreCommand,
  CreateCustomKeyStoreCommand,
  type CustomKeyStoresListEntry,
  DecryptCommand,
  DescribeCustomKeyStoresCommand,
  DisconnectCustomKeyStoreCommand,
  EncryptCommand,
  KMSServiceException,
} from '@aws-sdk/client-kms'
import type { Entry, Look, World } from './scenario.ts'
import { base64, bytesOf, keepWords, remembered, rememberedOr } from './support.ts'

export const STORE = 'vault'
export const PROGRAM = 'shop'
/** The account that stands for machines of one's own, and who AWS KMS is there. */
export const DATA_CENTRE = { account: '999988887777' }
export const PROXY_USER = 'aws-kms'
export const PROXY = { XksProxyUriEndpoint: 'https://keystead.localhost', XksProxyUriPath: '/kms/xks/v1' }
/** How often a call is made whose proxy was late. */
const ATTEMPTS = 20
const SECRET = 'Paid to Lena: 4,711 euros.'

/** Keys of the account, and the external key of each. */
export const KEYS = [
  { alias: 'alias/ledger', external: 'vault-ledger' },
  { alias: 'alias/payroll', external: 'vault-payroll' },
] as const

export async function storeOf(world: Look): Promise<CustomKeyStoresListEntry | undefined> {
  const { CustomKeyStores = [] } = await world.kms().send(new DescribeCustomKeyStoresCommand({}))
  return CustomKeyStores.find(({ CustomKeyStoreName }) => CustomKeyStoreName === STORE)
}

export async function createStore(world: World): Promise<void> {
  const { accessKeyId: AccessKeyId, secretAccessKey } = await world.credentials({ as: PROXY_USER, ...DATA_CENTRE })
  const call = new CreateCustomKeyStoreCommand({
    ...{ CustomKeyStoreName: STORE, CustomKeyStoreType: 'EXTERNAL_KEY_STORE', ...PROXY },
    XksProxyConnectivity: 'PUBLIC_ENDPOINT',
    XksProxyAuthenticationCredential: { AccessKeyId, RawSecretAccessKey: `${secretAccessKey}===` },
  })
  await inTime(() => world.kms().send(call))
}

export async function isConnected(world: Look): Promise<true | string> {
  const state = (await storeOf(world))?.ConnectionState
  return state === 'CONNECTED' ? true : `The key store is ${state}.`
}

/**
 * Connects the store and waits until that has ended, as it goes on once the call is answered; anew where the proxy was
 * late.
 */
export async function connect(world: World): Promise<void> {
  const named = { CustomKeyStoreId: remembered(world, 'storeId') }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { ConnectionState } = (await storeOf(world)) ?? {}
    if (ConnectionState === 'CONNECTED') return
    if (ConnectionState === 'FAILED') await world.kms().send(new DisconnectCustomKeyStoreCommand(named))
    await world.kms().send(new ConnectCustomKeyStoreCommand(named))
    await hasEnded(world)
    if ((await storeOf(world))?.ConnectionErrorCode !== 'XKS_PROXY_TIMED_OUT') return
  }
}

async function hasEnded(world: World): Promise<void> {
  for (let tries = 0; tries < 100 && (await storeOf(world))?.ConnectionState === 'CONNECTING'; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export async function disconnect(world: World): Promise<void> {
  if ((await storeOf(world))?.ConnectionState === 'DISCONNECTED') return
  await world.kms().send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: remembered(world, 'storeId') }))
}

export async function accessKeys(world: Look) {
  return (await world.iam('ListAccessKeys', { UserName: PROXY_USER }, DATA_CENTRE)).AccessKeyMetadata
}

/** By which the proxy knows the key store. */
async function credentialOf(world: Look): Promise<string> {
  return (await storeOf(world))?.XksProxyConfiguration?.AccessKeyId ?? ''
}

export async function isCredentialActive(world: Look): Promise<boolean> {
  const credential = await credentialOf(world)
  const known = (await accessKeys(world)).find(({ AccessKeyId }) => AccessKeyId === credential)
  return known?.Status === 'Active'
}

export async function setCredential(world: World, Status: 'Active' | 'Inactive'): Promise<void> {
  const AccessKeyId = await credentialOf(world)
  await world.iam('UpdateAccessKey', { UserName: PROXY_USER, AccessKeyId, Status }, DATA_CENTRE)
}

/** What is kept of an alias to be decrypted; what a reader encrypted by hand only they have. */
export function sealed(world: World, alias: string): Promise<string> {
  return rememberedOr(world, `${alias} ciphertext`, async () => base64(await encrypt(world, alias)))
}

async function encrypt(world: World, KeyId: string, as = PROGRAM): Promise<Uint8Array | undefined> {
  const call = new EncryptCommand({ KeyId, Plaintext: Buffer.from(SECRET) })
  return (await inTime(() => world.kms({ as }).send(call))).CiphertextBlob
}

async function decrypt(world: World, KeyId: string, ciphertext: string, as = PROGRAM): Promise<string> {
  const call = new DecryptCommand({ KeyId, CiphertextBlob: bytesOf(ciphertext) })
  const { Plaintext } = await inTime(() => world.kms({ as }).send(call))
  return Buffer.from(Plaintext ?? []).toString()
}

export async function open(world: World, alias: string): Promise<void> {
  world.memory.set(`${alias} opened`, await decrypt(world, alias, await sealed(world, alias)))
}

/** Decrypts under a key, or encrypts where nothing is kept. */
export async function use(world: World, alias: string, as = PROGRAM): Promise<void> {
  const ciphertext = world.memory.get(`${alias} ciphertext`)
  await (ciphertext === undefined ? encrypt(world, alias, as) : decrypt(world, alias, ciphertext, as))
}

const isUse = ({ eventName }: Entry) => eventName === 'Decrypt' || eventName === 'Encrypt'

/** The newest use of a key, refused or not. */
export async function lastUse(world: Look, alias: string): Promise<Entry | undefined> {
  return (await world.log({ key: remembered(world, alias) })).find(isUse)
}

/** Whether the newest use of a key was refused for a reason; the words are remembered then. */
export async function keepRefusal(world: Look, alias: string, reason: string, name: string): Promise<boolean> {
  const last = await lastUse(world, alias)
  return last?.errorMessage?.includes(reason) === true && keepWords(world, name, last)
}

/** What AWS KMS told the proxy of a call. */
export function metadataOf({ record }: Entry): Readonly<Record<string, unknown>> {
  return { ...Object(Object(record.additionalEventData).requestMetadata) }
}

/** A proxy has 250 ms, which it may miss on a busy machine: the words of AWS say then to try again. */
export async function inTime<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const isLate = error instanceof KMSServiceException && error.message.includes('in the time allotted. Retry')
      if (!isLate || attempt === ATTEMPTS) throw error
    }
  }
}
