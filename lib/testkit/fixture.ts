import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * What is to be there: the name of a fixture of this package, such as `cross-account`; the path of a file, from the
 * working directory, or its `file:` URL; or the fixture itself, as an object.
 */
export type FixtureSource = string | URL | FixtureObject

/** A fixture of Keystead as JSON has it: `{ keystead: 1, accounts: [...] }`. */
export interface FixtureObject {
  readonly keystead: 1
  readonly [member: string]: unknown
}

/** What came of a fixture. */
export interface AppliedFixture {
  readonly sandbox: string
  /** How many users, groups, roles, policies and keys were made, and how many were there as they are said. */
  readonly made: number
  readonly unchanged: number
  /** Calls of the past that were put into the log. */
  readonly calls: number
  /** Keys that were made. */
  readonly keys: readonly AppliedKey[]
  /** Access keys that were made. */
  readonly accessKeys: readonly AppliedAccessKey[]
}

export interface AppliedKey {
  readonly AccountId: string
  readonly Region: string
  readonly KeyId: string
  readonly Aliases: readonly string[]
}

export interface AppliedAccessKey {
  readonly AccountId: string
  /** Absent for the root user of the account. */
  readonly UserName?: string
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
}

const SHIPPED = new URL('../fixtures/', import.meta.url)
const NAME = /^[a-z0-9-]+$/

/**
 * A fixture as the administration takes it: the text of a file, or an object. Throws Error for a name or a file that is
 * not there. `shipped` is the folder of those with names.
 */
export async function readSource(source: FixtureSource, shipped: URL = SHIPPED): Promise<string | FixtureObject> {
  if (typeof source === 'string' && NAME.test(source)) return await readShipped(source, shipped)
  if (typeof source !== 'string' && !(source instanceof URL)) return source
  const path = typeof source === 'string' ? resolve(source) : fileURLToPath(source)
  return await readFile(path, 'utf8').catch((cause) => {
    throw new Error(`The fixture ${path} cannot be read.`, { cause })
  })
}

async function readShipped(name: string, shipped: URL): Promise<string> {
  const files = await readdir(shipped)
  const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length))
  if (names.includes(name)) return await readFile(new URL(`${name}.yaml`, shipped), 'utf8')
  throw new Error(
    `There is no fixture '${name}': there are ${names.sort().join(', ')}. A file is named by its path: './${name}.yaml'.`,
  )
}
