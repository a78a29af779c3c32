import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { access, link, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Secrets } from '#kernel/random.ts'
import { CryptoError, isCryptoError } from '../crypto-error.ts'
import { type KeyFile, readKeyFileText, writeKeyFileText } from './key-file-text.ts'
import { localRoot, ROOT_KEY_BYTES, rootKeyId } from './local-key.ts'
import type { RootHealth, RootProvider } from './provider.ts'

const OTHERS = 0o077
const RESTORE = 'Restore it from your copy: nothing that it wrapped opens without it.'

/** Whether there is anything at that path, be it a good root key or not. */
export async function rootKeyFileExists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

/** The root kept in a file. Throws CryptoError, naming file and remedy, when it is missing, exposed or damaged. */
export async function openRootKeyFile(path: string, secrets: Secrets): Promise<RootProvider> {
  const { key, madeFor } = await readRootKey(path)
  const root = localRoot(key, secrets)
  key.fill(0)
  return { ...root, madeFor, health: () => fileHealth(path, root.id) }
}

/**
 * Makes a root key file for an instance, of mode 0600, its folder of mode 0700 where there is none. It appears whole and synced, or
 * not at all, and never replaces a file: CryptoError RootKeyExists.
 */
export async function createRootKeyFile(path: string, madeFor: string, secrets: Secrets): Promise<RootProvider> {
  const folder = dirname(path)
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(made))
  const draft = `${path}.${secrets.bytes(8).toString('hex')}.new`
  const key = secrets.bytes(ROOT_KEY_BYTES)
  try {
    await writeDraft(draft, { key, madeFor })
    await link(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
    throw new CryptoError('RootKeyExists', `Root key file ${path} is there already. It was left as it is.`)
  } finally {
    key.fill(0)
    await rm(draft, { force: true })
  }
  await syncFolder(folder)
  return openRootKeyFile(path, secrets)
}

async function writeDraft(path: string, content: KeyFile): Promise<void> {
  const text = writeKeyFileText(content)
  const file = await open(path, 'wx', 0o600)
  try {
    await file.chmod(0o600)
    await file.writeFile(text)
    await file.sync()
  } finally {
    text.fill(0)
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function readRootKey(path: string): Promise<KeyFile> {
  const file = await openExisting(path)
  try {
    await refuseExposed(file, path)
    const text = await file.readFile()
    const content = readKeyFileText(text)
    text.fill(0)
    if (typeof content !== 'string') return content
    throw new CryptoError('RootKeyDamaged', `Root key file ${path} cannot be used: ${content}. ${RESTORE}`)
  } finally {
    await file.close()
  }
}

async function openExisting(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY)
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause
    throw new CryptoError('RootKeyMissing', `There is no root key file ${path}. ${RESTORE}`, { cause })
  }
}

/** Asked of the open file, so that it cannot be swapped between the question and the reading. */
async function refuseExposed(file: FileHandle, path: string): Promise<void> {
  const stat = await file.stat()
  if (!stat.isFile())
    throw new CryptoError('RootKeyDamaged', `Root key file ${path} cannot be used: it is no plain file.`)
  if ((stat.mode & OTHERS) === 0) return
  const mode = (stat.mode & 0o777).toString(8).padStart(4, '0')
  const remedy = `Run: chmod 600 '${path}'. If others may have read it, change the root key.`
  throw new CryptoError('RootKeyExposed', `Root key file ${path} is open to others (mode ${mode}). ${remedy}`)
}

async function fileHealth(path: string, id: string): Promise<RootHealth> {
  try {
    const { key } = await readRootKey(path)
    const found = rootKeyId(key)
    key.fill(0)
    return found === id ? { ok: true } : { ok: false, reason: `Root key file ${path} now holds another key.` }
  } catch (error) {
    return { ok: false, reason: isCryptoError(error) ? error.message : `Root key file ${path} cannot be read.` }
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
