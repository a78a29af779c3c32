import type { KeyId } from '#kernel/ids.ts'
import { denyUnknown } from '../access.ts'
import { invalid, invalidCiphertext } from '../errors.ts'
import type { Context } from '../operation.ts'
import { arnOf } from './arn.ts'
import { SYMMETRIC_DEFAULT } from './encryption.ts'
import type { KeyRef, Naming } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'
import { keyNamedBy } from './sealed-blob.ts'

/** What a call says of the ciphertext it wants opened. */
export interface Asked {
  readonly keyId: string | undefined
  readonly ciphertext: Uint8Array | undefined
  readonly algorithm: string
  /** DryRun with IGNORE_CIPHERTEXT: only whether the call may be made is asked. */
  readonly ignoresCiphertext: boolean
  /** What the members are called in this operation. */
  readonly names: { readonly keyId: string; readonly algorithm: string }
}

/** The key that a call decrypts with; `named` says who named it, for the words of a refusal. */
export interface DecryptingKey extends KeyRef {
  readonly named: 'request' | 'ciphertext'
}

/**
 * The key of Decrypt and of ReEncrypt's source: the one the request names, else the one the ciphertext names.
 * A ciphertext that names none is InvalidCiphertextException at once, as there is nothing to authorize.
 */
export async function decryptingKey(asked: Asked, naming: Naming, context: Context): Promise<DecryptingKey> {
  const { keyId, ciphertext, names } = asked
  if (!ciphertext && !asked.ignoresCiphertext) throw invalid('CiphertextBlob is required.')
  const named = ciphertext && keyNamedBy(ciphertext)
  if (keyId === undefined) {
    if (asked.ignoresCiphertext) throw invalid(`${names.keyId} is required when the ciphertext is ignored.`)
    if (!named) throw noKeyNamed(asked)
    return { ...(await namedByBlob(named, naming, context)), named: 'ciphertext' }
  }
  // A bare id of another account's key is enough where the ciphertext names the same key.
  const known = named !== keyId || (await context.ports.store.key(context.scope, named)) !== undefined
  return known
    ? { ...(await resolveKey(keyId, naming, context)), named: 'request' }
    : { ...(await namedByBlob(named, naming, context)), named: 'request' }
}

function noKeyNamed({ algorithm, names }: Asked) {
  if (algorithm === SYMMETRIC_DEFAULT) return invalidCiphertext()
  return invalid(`${names.keyId} is required when ${names.algorithm} is ${algorithm}.`)
}

/** Whosever key it is. An unknown one is AccessDeniedException, not NotFoundException: the caller never named it. */
async function namedByBlob(keyId: KeyId, { action }: Naming, { scope, caller, ports }: Context): Promise<KeyRef> {
  const own = await ports.store.key(scope, keyId)
  const account = own ? scope.account : await ports.store.keyOwner(scope, keyId)
  const record = own ?? (account && (await ports.store.key({ ...scope, account }, keyId)))
  if (!record) throw denyUnknown(action, caller.principal, 'ciphertext')
  return { arn: arnOf(record.key), record }
}
