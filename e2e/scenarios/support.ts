import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DescribeKeyCommand,
  type KeyMetadata,
  KMSServiceException,
} from '@aws-sdk/client-kms'
import type { Entry, Facts, Link, Look, Shown, Snippet, Step, Who, World } from './scenario.ts'

/** What there is of a key, by its id, ARN or alias; undefined where there is none. */
export async function findKey(world: Look, KeyId: string, who?: Who): Promise<KeyMetadata | undefined> {
  try {
    return (await world.kms(who).send(new DescribeKeyCommand({ KeyId }))).KeyMetadata
  } catch (error) {
    if (error instanceof KMSServiceException && error.name === 'NotFoundException') return undefined
    throw error
  }
}

/** A new key with an alias; its id. */
export async function newKey(world: Look, AliasName: string, input: CreateKeyCommandInput, who?: Who): Promise<string> {
  const kms = world.kms(who)
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(input))
  const { KeyId = '' } = KeyMetadata ?? {}
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }))
  return KeyId
}

/** The error by which a call is refused that must be. */
export async function refusalOf(call: Promise<unknown>): Promise<KMSServiceException> {
  try {
    await call
  } catch (error) {
    if (error instanceof KMSServiceException) return error
    throw error
  }
  throw new Error('the call was not refused')
}

/** Makes a call that must be refused, and remembers the words of the refusal. */
export async function refuse({ memory }: Pick<Look, 'memory'>, name: string, call: Promise<unknown>): Promise<void> {
  memory.set(name, wordsOf(await refusalOf(call)))
}

/** Remembers the words of a refusal in the log, unless whoever made the call has already. */
export function keepWords({ memory }: Pick<Look, 'memory'>, name: string, { errorCode, errorMessage }: Entry): true {
  if (!memory.get(name)) memory.set(name, errorMessage ? `${errorCode}: ${errorMessage}` : `${errorCode}`)
  return true
}

/** What a call to an integrated service is refused with that must be, in the service's words. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error && 'fault' in error && error.fault === 'client') return wordsOf(error)
    throw error
  }
  throw new Error('the call was not refused')
}

/** A text that an earlier step left. */
export function remembered({ memory }: Pick<Look, 'memory'>, name: string): string {
  const text = memory.get(name)
  if (text === undefined) throw new Error(`nothing is remembered as ${name}`)
  return text
}

/** The same, made now where the earlier step was done by hand: then only the reader has what it gave. */
export async function rememberedOr(
  { memory }: Pick<Look, 'memory'>,
  name: string,
  make: () => Promise<string>,
): Promise<string> {
  const text = memory.get(name) ?? (await make())
  memory.set(name, text)
  return text
}

/**
 * In a check: what later steps need, unless it is kept already. What a reader made by hand only the reader has, so one
 * like it is made here. Where the key no longer does that, as it was disabled meanwhile, later actions see to it.
 */
export async function keepOne(world: Look, name: string, make: () => Promise<string>): Promise<void> {
  try {
    await rememberedOr(world, name, make)
  } catch (error) {
    if (!(error instanceof KMSServiceException)) throw error
  }
}

/** As in `AccessDeniedException: User …`. Where AWS sends no message, the SDK makes up `UnknownError`. */
export const wordsOf = ({ name, message }: Error) =>
  message === '' || message === 'UnknownError' ? name : `${name}: ${message}`

/** What the memory holds under some names, each with its label. */
export function shown(facts: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): Shown[] {
  return Object.entries(labels).flatMap(([name, label]) => {
    const value = facts[name]
    return value === undefined ? [] : [{ label, value }]
  })
}

/** The same as snippets: what was kept, to be pasted. */
export function kept(facts: Facts, labels: Readonly<Record<string, string>>): Snippet[] {
  return shown(facts, labels).map(({ label, value }) => ({ label, text: value }))
}

/** Commands that a user runs in a terminal: endpoint, Region and access key are in its environment. */
export function terminal(user: string, text: string, account?: string): Snippet {
  return { label: `In a terminal, as ${user}`, text, by: { user, ...(account !== undefined && { account }) } }
}

/**
 * Lines that use what is kept, in Base64, as a file of the terminal's folder. Where nothing is kept, the reader has
 * made it there by hand.
 */
export function withFile(file: string, content: string | undefined, lines: string): string {
  return content === undefined ? lines : `printf %s ${content} | base64 --decode > ${file}\n${lines}`
}

/** A call of an integrated service, as `serviceCall('ebs/CreateVolume', { Size: 1 })`, for a terminal. */
export function serviceCall(path: string, body: object): string {
  const url = `"$AWS_ENDPOINT_URL/_keystead/integrations/${path}"`
  return `curl -s -w '\\n' -u "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" ${url} -d '${JSON.stringify(body)}'`
}

/** As people read and paste it. */
export const policyText = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2)

export const base64 = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('base64')
export const bytesOf = (text: string) => Buffer.from(text, 'base64')

/** A first step: create a symmetric key with an alias. Its id is remembered as `keyId`, its ARN as `keyArn`. */
export function createsKey(title: string, alias: string, description: string, text: readonly string[]): Step {
  return {
    ...{ title, text },
    link: () => ({ label: 'Create key', path: 'keys/create' }),
    async action(world: World) {
      await newKey(world, alias, { Description: description })
    },
    async check(world) {
      const key = await findKey(world, alias)
      if (!key?.KeyId) return `No key has the alias ${alias} yet.`
      if (key.KeySpec !== 'SYMMETRIC_DEFAULT') return `${alias} is a ${key.KeySpec} key, not a symmetric one.`
      world.memory.set('keyId', key.KeyId)
      world.memory.set('keyArn', key.Arn ?? '')
      return true
    },
  }
}

/** A page of a key, which is remembered as `key`; `path` is a tab, as `material`. */
export function ofKey(label: string, path = '', key = 'keyId'): (facts: Facts) => Link {
  return ({ [key]: id }) => ({ label, path: path === '' ? `keys/${id}` : `keys/${id}/${path}` })
}

export function inPlayground(operation: string, key = 'keyId'): (facts: Facts) => Link {
  return ofKey(`${operation} in the Playground`, `playground?op=${operation}`, key)
}

/** What was refused, in the words of the service. */
export const refused =
  (name: string, label = 'The answer') =>
  (facts: Facts) =>
    shown(facts, { [name]: label }).map((one) => ({ ...one, isError: true }))

/** Of entries, the newest first, those after the newest of a name that succeeded; none where there is none. */
export function since(entries: readonly Entry[], eventName: string): readonly Entry[] {
  const at = entries.findIndex((entry) => entry.eventName === eventName && entry.outcome === 'ok')
  return entries.slice(0, Math.max(at, 0))
}
