import type { AliasName, KeyArn, KeyId } from '#kernel/ids.ts'
import { isKeyId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import { denyUnknown } from '../access.ts'
import { aliasNotFound, invalidKeyId, keyNotFound, otherRegion } from '../errors.ts'
import type { Context } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { aliasArn, arnOf, isAliasName, keyArn, parseKmsArn } from './arn.ts'
import { isPredefinedAlias, newManagedKey } from './managed-key.ts'

/**
 * Cryptographic operations, DescribeKey and GetPublicKey take an alias too; management operations a key id or
 * key ARN only (AWS KMS API reference, parameter KeyId).
 */
export type KeyForms = 'key or alias' | 'key'

/** A key that a request names. `alias` is set when it was named by alias, for `kms:RequestAlias`. */
export interface KeyRef {
  readonly arn: KeyArn
  readonly record: KeyRecord
  readonly alias?: AliasName
}

/** How an operation names its key, for the answer when there is none. */
export interface Naming {
  readonly forms: KeyForms
  /** The action that is refused when the key is another account's. */
  readonly action: string
  readonly crossAccount: boolean
}

/**
 * Finds the key that `text` names. A missing key of the caller's own account is NotFoundException; one of
 * another account, there or not, is AccessDeniedException unless its policy says otherwise later.
 */
export async function resolveKey(text: string, naming: Naming, context: Context): Promise<KeyRef> {
  if (text.startsWith('arn:')) return resolveArn(text, naming, context)
  if (isKeyId(text)) return findKey(text, context.scope, naming, context)
  if (naming.forms === 'key or alias' && isAliasName(text)) return findAlias(text, context.scope, naming, context)
  throw invalidKeyId(text)
}

async function resolveArn(text: string, naming: Naming, context: Context): Promise<KeyRef> {
  const parsed = parseKmsArn(text)
  if (!parsed) throw invalidKeyId(text)
  if (parsed.region !== context.scope.region) throw otherRegion(parsed.region)
  const scope = { ...context.scope, account: parsed.account }
  const id = parsed.resource.startsWith('key/') ? parsed.resource.slice('key/'.length) : undefined
  if (id !== undefined && isKeyId(id)) return findKey(id, scope, naming, context)
  if (naming.forms === 'key or alias' && isAliasName(parsed.resource)) {
    return findAlias(parsed.resource, scope, naming, context)
  }
  throw invalidKeyId(text)
}

async function findKey(keyId: KeyId, scope: Scope, naming: Naming, context: Context): Promise<KeyRef> {
  const own = scope.account === context.scope.account
  if (!own && !naming.crossAccount) throw denyUnknown(naming.action, context.caller.principal, 'resource')
  const record = await context.ports.store.key(scope, keyId)
  if (record) return { arn: keyArn(scope, keyId), record }
  throw own ? keyNotFound(keyArn(scope, keyId)) : denyUnknown(naming.action, context.caller.principal, 'resource')
}

async function findAlias(name: AliasName, scope: Scope, naming: Naming, context: Context): Promise<KeyRef> {
  const alias = await context.ports.store.alias(scope, name)
  if (alias) return { ...(await findKey(alias.keyId, scope, naming, context)), alias: name }
  if (isPredefinedAlias(name) && scope.account === context.scope.account) {
    const record = await newManagedKey(name, scope, context)
    return { arn: arnOf(record.key), record, alias: name }
  }
  if (scope.account === context.scope.account) throw aliasNotFound(aliasArn(scope, name))
  throw denyUnknown(naming.action, context.caller.principal, 'resource')
}
