import { utf8 } from '#kernel/bytes.ts'
import { draw, LETTERS_AND_DIGITS } from '#kernel/draw.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import type { Vault } from '#kms/ports.ts'
import type { AccessKeyRow, InAccount } from './domain/rows.ts'
import { newAccessKeyId } from './domain/unique-id.ts'
import { globalScope } from './session-token.ts'

/** A long-term access key as it is stored, and its secret, which is told once and kept sealed. */
export interface NewAccessKey {
  readonly row: AccessKeyRow
  readonly secretAccessKey: string
}

/** 40 characters. */
export const newSecretAccessKey = (secrets: Secrets) => draw(secrets, LETTERS_AND_DIGITS, 40)

/** What the secret of an access key is sealed for. */
export const secretPurpose = (accessKeyId: string) => `access-key:${accessKeyId}`

/** Of a user, or of the root user where `userName` is null. Never from a seed: the id is unique in the installation. */
export async function newAccessKey(
  { sandbox, account }: InAccount,
  userName: string | null,
  createdAt: EpochMillis,
  { secrets, vault }: { readonly secrets: Secrets; readonly vault: Vault },
): Promise<NewAccessKey> {
  const scope = globalScope(sandbox, account)
  await vault.begin(scope)
  const accessKeyId = newAccessKeyId('AKIA', account, secrets)
  const secretAccessKey = newSecretAccessKey(secrets)
  const secret = vault.sealSecret(scope, secretPurpose(accessKeyId), utf8(secretAccessKey))
  return { row: { accessKeyId, sandbox, account, userName, status: 'Active', createdAt, secret }, secretAccessKey }
}
