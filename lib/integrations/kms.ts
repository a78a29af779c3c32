import type * as Sdk from '@aws-sdk/client-kms'
import type { GrantOperation, KMSClient, KMSClientConfig } from '@aws-sdk/client-kms'
import { KmsRefusal, unreachable } from './errors.ts'
import type { As, KmsCall, ServiceCall } from './ports.ts'

export type EncryptionContext = Readonly<Record<string, string>>

/** A data key encrypted under a KMS key, with the ARN of that key. */
export interface WrappedKey {
  readonly blob: Buffer
  readonly keyArn: string
}

export interface DataKey extends WrappedKey {
  /** Whoever asked for it zeroes it. */
  readonly plaintext: Buffer
}

interface NewDataKey {
  readonly keyId: string
  readonly bytes: number
  readonly context: EncryptionContext
}

/** AWS KMS as somebody calls it in a Region. Each call throws KmsRefusal where it is refused. */
export interface KmsAs {
  generateDataKey(asked: NewDataKey): Promise<DataKey>
  generateDataKeyWithoutPlaintext(asked: NewDataKey): Promise<WrappedKey>
  decrypt(blob: Uint8Array, context: EncryptionContext): Promise<Buffer>
  reEncrypt(blob: Uint8Array, from: EncryptionContext, keyId: string, to: EncryptionContext): Promise<WrappedKey>
  /** Answers the grant's id. */
  createGrant(keyId: string, grantee: string, operations: GrantOperation[], subset: EncryptionContext): Promise<string>
  retireGrant(keyId: string, grantId: string): Promise<void>
  /** Answers the ARN of the key. */
  createKey(description: string): Promise<string>
  createAlias(name: string, keyId: string): Promise<void>
}

/** AWS KMS as one call to a service reaches it: by HTTP, signed, like any other client. */
export interface Kms {
  as(as: As, region?: string): KmsAs
  /** What was asked so far, but for what a service asked in the account of AWS. */
  readonly calls: readonly KmsCall[]
}

/** Connections to AWS KMS, shared by all calls. */
export interface KmsConnections {
  for(call: Pick<ServiceCall, 'credentials' | 'scope'>): Kms
  close(): Promise<void>
}

/** The caller is to see each refusal, so none is tried again. */
const SETTINGS = { maxAttempts: 1, useFipsEndpoint: false, useDualstackEndpoint: false } satisfies KMSClientConfig

interface Pool {
  readonly sdk: typeof Sdk
  readonly client: KMSClient
}

/** The SDK is loaded by the first call: a server that nobody asks for a service starts without it. */
async function openPool(endpoint: string): Promise<Pool> {
  const sdk = await import('@aws-sdk/client-kms')
  const nobody = { accessKeyId: '-', secretAccessKey: '-' }
  return { sdk, client: new sdk.KMSClient({ ...SETTINGS, endpoint, region: 'us-east-1', credentials: nobody }) }
}

export function connectKms(endpoint: string): KmsConnections {
  let opening: Promise<Pool> | undefined
  const open = () => {
    opening ??= openPool(endpoint)
    return opening
  }
  return {
    for({ credentials, scope }) {
      const calls: KmsCall[] = []
      const as = (who: As, region: string = scope.region) =>
        operations(async (operation, send) => {
          const { sdk, client: pool } = await open()
          const connected = { ...SETTINGS, endpoint, region, requestHandler: pool.config.requestHandler }
          const client = new sdk.KMSClient({ ...connected, credentials: await credentials(who) })
          // What a service does in the account of AWS is not for its caller.
          return noted({ operation, region }, () => send(client, sdk), who.kind === 'aws' ? [] : calls)
        })
      return { as, calls }
    },
    async close() {
      const pool = await opening
      pool?.client.destroy()
    },
  }
}

interface Answered {
  readonly $metadata: { readonly requestId?: string | undefined }
}

type Send = <O extends Answered>(
  operation: string,
  send: (client: KMSClient, sdk: typeof Sdk) => Promise<O>,
) => Promise<O>

async function noted<O extends Answered>(
  about: Pick<KmsCall, 'operation' | 'region'>,
  send: () => Promise<O>,
  calls: KmsCall[],
): Promise<O> {
  try {
    const output = await send()
    calls.push({ ...about, requestId: output.$metadata.requestId ?? '', code: 'OK' })
    return output
  } catch (thrown) {
    const requestId = thrown instanceof Error ? requestIdOf(thrown) : undefined
    if (!(thrown instanceof Error) || requestId === undefined) throw unreachable(thrown)
    const call = { ...about, requestId, code: thrown.name }
    calls.push(call)
    throw new KmsRefusal(call, wordsOf(thrown), { cause: thrown })
  }
}

function requestIdOf(error: Error): string | undefined {
  const { requestId } = Object(Reflect.get(error, '$metadata'))
  return typeof requestId === 'string' ? requestId : undefined
}

/** Where AWS KMS sends no message, the SDK makes up one. */
function wordsOf({ message }: Error): string {
  return message === 'UnknownError' ? '' : message
}

function operations(send: Send): KmsAs {
  return {
    async generateDataKey({ keyId, bytes, context }) {
      const input = { KeyId: keyId, NumberOfBytes: bytes, EncryptionContext: { ...context } }
      const output = await send('GenerateDataKey', (client, sdk) => client.send(new sdk.GenerateDataKeyCommand(input)))
      return { ...wrapped(output.CiphertextBlob, output.KeyId), plaintext: given(output.Plaintext) }
    },
    async generateDataKeyWithoutPlaintext({ keyId, bytes, context }) {
      const input = { KeyId: keyId, NumberOfBytes: bytes, EncryptionContext: { ...context } }
      const output = await send('GenerateDataKeyWithoutPlaintext', (client, sdk) =>
        client.send(new sdk.GenerateDataKeyWithoutPlaintextCommand(input)),
      )
      return wrapped(output.CiphertextBlob, output.KeyId)
    },
    async decrypt(CiphertextBlob, context) {
      const input = { CiphertextBlob, EncryptionContext: { ...context } }
      return given((await send('Decrypt', (client, sdk) => client.send(new sdk.DecryptCommand(input)))).Plaintext)
    },
    async reEncrypt(CiphertextBlob, from, DestinationKeyId, to) {
      const contexts = { SourceEncryptionContext: { ...from }, DestinationEncryptionContext: { ...to } }
      const input = { CiphertextBlob, DestinationKeyId, ...contexts }
      const output = await send('ReEncrypt', (client, sdk) => client.send(new sdk.ReEncryptCommand(input)))
      return wrapped(output.CiphertextBlob, output.KeyId)
    },
    async createGrant(KeyId, GranteePrincipal, Operations, subset) {
      const Constraints = { EncryptionContextSubset: { ...subset } }
      const input = { KeyId, GranteePrincipal, Operations, Constraints }
      const output = await send('CreateGrant', (client, sdk) => client.send(new sdk.CreateGrantCommand(input)))
      return output.GrantId ?? ''
    },
    async retireGrant(KeyId, GrantId) {
      await send('RetireGrant', (client, sdk) => client.send(new sdk.RetireGrantCommand({ KeyId, GrantId })))
    },
    async createKey(Description) {
      const output = await send('CreateKey', (client, sdk) => client.send(new sdk.CreateKeyCommand({ Description })))
      return output.KeyMetadata?.Arn ?? ''
    },
    async createAlias(AliasName, TargetKeyId) {
      await send('CreateAlias', (client, sdk) => client.send(new sdk.CreateAliasCommand({ AliasName, TargetKeyId })))
    },
  }
}

function wrapped(blob: Uint8Array | undefined, keyArn: string | undefined): WrappedKey {
  return { blob: given(blob), keyArn: keyArn ?? '' }
}

function given(bytes: Uint8Array | undefined): Buffer {
  if (!bytes) throw new Error('AWS KMS answered without the bytes that were asked for')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
