import type { ParsedBlob } from '#crypto/ciphertext-blob.ts'
import { denyUnknown } from '../access.ts'
import { invalidCiphertext } from '../errors.ts'
import type { Check, Context } from '../operation.ts'
import { keyArn } from './arn.ts'
import type { MoreConditions } from './conditions.ts'
import { keyConditions } from './conditions.ts'
import type { KeyRef, Naming } from './key-ref.ts'
import { resolveKey } from './key-ref.ts'

/** The key that a call decrypts with, and its check. */
export interface DecryptingKey {
  readonly ref: KeyRef
  readonly check: Check
}

/**
 * The key of Decrypt and of ReEncrypt's source: the one the request names, else the one the ciphertext names.
 * A ciphertext that names none is InvalidCiphertextException at once, as there is nothing to authorize.
 */
export async function decryptingKey(
  keyId: string | undefined,
  blob: ParsedBlob | undefined,
  naming: Naming,
  context: Context,
  conditions: (ref: KeyRef) => MoreConditions,
): Promise<DecryptingKey> {
  const named = keyId === undefined ? 'ciphertext' : 'request'
  const ref = keyId === undefined ? await namedByBlob(blob, naming, context) : await resolveKey(keyId, naming, context)
  const check: Check = {
    action: naming.action,
    resource: { kind: 'key', arn: ref.arn, record: ref.record, named },
    context: keyConditions(ref.record, context, conditions(ref)),
  }
  return { ref, check }
}

/** An unknown key is AccessDeniedException, not NotFoundException: the caller never named it. */
async function namedByBlob(blob: ParsedBlob | undefined, { action }: Naming, context: Context): Promise<KeyRef> {
  if (!blob) throw invalidCiphertext()
  const record = await context.ports.store.key(context.scope, blob.keyId)
  if (!record) throw denyUnknown(action, context.caller.principal, 'ciphertext')
  return { arn: keyArn(context.scope, blob.keyId), record }
}
