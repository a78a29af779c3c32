import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { draw, LETTERS_AND_DIGITS, UPPER_AND_DIGITS } from '#kernel/draw.ts'
import type { Secrets } from '#kernel/random.ts'
import type { Config } from './config.ts'

/** Where a credential comes from, which decides what may be printed of it. */
export type Origin =
  | { readonly from: 'environment' }
  | { readonly from: 'made'; readonly file: string }
  | { readonly from: 'file'; readonly file: string }

/** Root credentials of the first account for the wire. */
export interface AdminAccessKey {
  readonly id: string
  readonly secret: string
  readonly origin: Origin
}

/** Console sign-in of the user `admin`. */
export interface AdminPassword {
  readonly password: string
  readonly origin: Origin
}

export interface AdminCredentials {
  readonly accessKey: AdminAccessKey
  readonly password: AdminPassword
}

/** A file of credentials that cannot be used. The message tells the operator what to do. */
export class CredentialFileError extends Error {
  override readonly name = 'CredentialFileError'
}

/** The name of the profile in the credentials file, for `aws --profile`. */
export const AWS_PROFILE = 'keystead'

/** Without the letters that are easily mistaken for others. */
const READABLE = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'

/**
 * The administrator's credentials: those of the configuration, else those kept in the data folder, else new
 * ones that are kept there from now on, in files that only their owner may read. The folder must exist.
 * Throws CredentialFileError when such a file is readable by others or is not what was written.
 */
export function adminCredentials(config: Pick<Config, 'admin' | 'dataDir'>, secrets: Secrets): AdminCredentials {
  return {
    accessKey: accessKey(config.admin.accessKey, join(config.dataDir, 'aws-credentials'), secrets),
    password: password(config.admin.password, join(config.dataDir, 'admin-password'), secrets),
  }
}

function accessKey(set: Config['admin']['accessKey'], file: string, secrets: Secrets): AdminAccessKey {
  if (set) return { ...set, origin: { from: 'environment' } }
  const kept = readSecretFile(file)
  if (kept !== undefined) return { ...parseProfile(kept, file), origin: { from: 'file', file } }
  const id = `AKIA${draw(secrets, UPPER_AND_DIGITS, 16)}`
  const secret = draw(secrets, LETTERS_AND_DIGITS, 40)
  writeSecretFile(file, `[${AWS_PROFILE}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`)
  return { id, secret, origin: { from: 'made', file } }
}

function password(set: string | undefined, file: string, secrets: Secrets): AdminPassword {
  if (set !== undefined) return { password: set, origin: { from: 'environment' } }
  const kept = readSecretFile(file)?.trim()
  if (kept === '')
    throw new CredentialFileError(`${file} is empty: remove it, and a new password is made at the next start`)
  if (kept !== undefined) return { password: kept, origin: { from: 'file', file } }
  const made = draw(secrets, READABLE, 20)
  writeSecretFile(file, `${made}\n`)
  return { password: made, origin: { from: 'made', file } }
}

/** The shared credentials file of the AWS CLI and SDKs, so that the file itself can be used as one. */
function parseProfile(text: string, file: string): { id: string; secret: string } {
  const id = /^aws_access_key_id\s*=\s*(\S+)\s*$/m.exec(text)?.[1]
  const secret = /^aws_secret_access_key\s*=\s*(\S+)\s*$/m.exec(text)?.[1]
  if (id && secret) return { id, secret }
  throw new CredentialFileError(`${file} holds no access key: remove it, and a new one is made at the next start`)
}

function readSecretFile(file: string): string | undefined {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  if (mode === undefined) return undefined
  if ((mode & 0o077) !== 0) throw new CredentialFileError(`${file} can be read by others: run chmod 600 on it`)
  return readFileSync(file, 'utf8')
}

/** Whole or not at all: a crash half-way leaves no file under the final name. */
function writeSecretFile(file: string, text: string): void {
  const draft = `${file}.new`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}
