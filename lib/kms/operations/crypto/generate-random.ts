import { requestConditions } from '../../domain/conditions.ts'
import { isServing } from '../../domain/hsm-cluster.ts'
import { findKeyStore, isConnected } from '../../domain/key-store.ts'
import { keyStoreState, keyStoreUnavailable } from '../../domain/key-store-errors.ts'
import { keyStoreFacts } from '../../domain/key-store-trail.ts'
import { recipientOf } from '../../domain/recipient.ts'
import type { KeyStoreRow } from '../../domain/rows.ts'
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
        const source = CustomKeyStoreId === undefined ? undefined : await sourceOf(CustomKeyStoreId, context)
        const bytes = context.ports.secrets.bytes(length)
        const facts = { ...(source && keyStoreFacts(source)), ...(recipient && { recipient: recipient.told }) }
        return {
          answer: recipient?.sealed(bytes) ?? { Plaintext: bytes },
          ...(Object.keys(facts).length > 0 && { trail: { additionalEventData: facts } }),
        }
      },
    }
  },
}

/** A key store that gives random bytes: only a connected cluster does. Ours is simulated, by the same generator. */
async function sourceOf(id: string, context: Context): Promise<KeyStoreRow> {
  const store = await findKeyStore(id, context)
  if (store.type === 'EXTERNAL_KEY_STORE')
    throw unsupported(`GenerateRandom is not supported for the external key store ${id}.`)
  if (!isConnected(store)) throw keyStoreState(store, 'GenerateRandom')
  if (!(await isServing(store, context.ports))) throw keyStoreUnavailable(store)
  return store
}
