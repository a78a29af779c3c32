import { fromBase64, toBase64 } from '#kernel/bytes.ts'
import type { Region } from '#kernel/ids.ts'
import { DATA_KEY_BYTES, open, seal, using } from '../envelope.ts'
import { damaged } from '../errors.ts'
import { replace } from '../items.ts'
import type { EncryptionContext } from '../kms.ts'
import type { Context } from '../operation.ts'
import type { Change, State } from '../ports.ts'

const CLIENT = { kind: 'client' } as const

/** What stands beside a ciphertext that a client made before it sent it. */
export interface Sealed {
  /** ARN of the key that encrypted the data key, in the Region where it was written. */
  readonly KmsKeyId: string
  /** Base64: the data key, encrypted. */
  readonly DataKey: string
  readonly WrittenIn: Region
}

/** What is to be encrypted: `name` says what it is. */
export interface About {
  readonly name: string
  readonly context: EncryptionContext
}

/** The same key in a Region: of a multi-Region key the member there. A key's id alone, or an alias, is always local. */
export function keyInRegion(keyId: string, region: Region): string {
  return keyId.replace(/^(arn:[a-z-]+:kms:)[a-z0-9-]+:/, `$1${region}:`)
}

/** Encrypts in the caller's own program, under a data key of its own. The service sees ciphertext only. */
export async function sealRecord(
  { name, context: encryptionContext }: About,
  keyId: string,
  plaintext: Uint8Array,
  context: Context,
): Promise<{ readonly sealed: Sealed; readonly data: Buffer }> {
  const { region } = context.call.scope
  const asked = { keyId: keyInRegion(keyId, region), bytes: DATA_KEY_BYTES, context: encryptionContext }
  const { plaintext: dataKey, blob, keyArn } = await context.kms.as(CLIENT).generateDataKey(asked)
  const data = using(dataKey, () => seal(dataKey, name, plaintext, context.secrets))
  return { sealed: { KmsKeyId: keyArn, DataKey: toBase64(blob), WrittenIn: region }, data }
}

/** Decrypts in the caller's own program, by AWS KMS of the caller's Region: the ciphertext names its key. */
export async function openRecord(
  { name, context: encryptionContext }: About,
  { DataKey }: Sealed,
  data: Uint8Array,
  { kms }: Context,
): Promise<Buffer> {
  const blob = fromBase64(DataKey)
  if (!blob) throw damaged(name)
  const dataKey = await kms.as(CLIENT).decrypt(blob, encryptionContext)
  return using(dataKey, () => open(dataKey, name, data))
}

/** Replication: the same bytes in every Region, in the place of what is there. */
export async function inEvery<B extends object>(
  regions: readonly Region[],
  item: { readonly kind: string; readonly id: string; readonly body: B; readonly data?: Uint8Array },
  state: State,
): Promise<readonly Change[]> {
  return Promise.all(
    regions.map(async (region) => {
      const old = await state.get<B>(region, item.kind, item.id)
      return replace(old, { data: Buffer.alloc(0), ...item, region })
    }),
  )
}

/** Takes away what is there in every Region. */
export async function nowhere(
  regions: readonly Region[],
  kind: string,
  prefix: string,
  state: State,
): Promise<readonly Change[]> {
  const all = await Promise.all(regions.map((region) => state.list(region, kind, prefix)))
  return all.flat().map((item) => ({ act: 'remove', item }))
}
