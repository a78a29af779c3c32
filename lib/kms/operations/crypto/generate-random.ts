import { requestConditions } from '../../domain/conditions.ts'
import { materialTrail } from '../../domain/encryption.ts'
import { checkServing } from '../../domain/hsm-cluster.ts'
import { findKeyStore, isConnected } from '../../domain/key-store.ts'
import { keyStoreState } from '../../domain/key-store-errors.ts'
import { recipientOf } from '../../domain/recipient.ts'
import { invalid, unsupported } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'

export const generateRandom: Operation<'GenerateRandom'> = {
  plan({ NumberOfBytes: length, CustomKeyStoreId, Recipient }, context) {
    if (length === undefined) throw invalid('NumberOfBytes is required.')
    const recipient = recipientOf(Recipient, context)
    const conditions = requestConditions(context, recipient?.conditions)
    return {
      checks: [{ action: 'kms:GenerateRandom', resource: { kind: 'none' }, context: conditions }],
      states: [],
      async run() {
        if (CustomKeyStoreId !== undefined) await checkSource(CustomKeyStoreId, context)
        const bytes = context.ports.secrets.bytes(length)
        return { answer: recipient?.sealed(bytes) ?? { Plaintext: bytes }, ...materialTrail(undefined, recipient) }
      },
    }
  },
}

/** Refuses a key store that gives no random bytes: only a connected cluster does. Ours is simulated, by the same generator. */
async function checkSource(id: string, context: Context): Promise<void> {
  const store = await findKeyStore(id, context)
  if (store.type === 'EXTERNAL_KEY_STORE')
    throw unsupported(`GenerateRandom is not supported for the external key store ${id}.`)
  if (!isConnected(store)) throw keyStoreState(store, 'GenerateRandom')
  await checkServing(store, context.ports)
}
