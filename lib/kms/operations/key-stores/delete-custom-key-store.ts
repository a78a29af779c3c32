import { onKeyStore } from '../../domain/key-store.ts'
import { keyStoreHasKeys, keyStoreState } from '../../domain/key-store-errors.ts'
import { remove } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** What it was connected to stays as it is. Keys whose deletion is pending are in it until they are gone. */
export const deleteCustomKeyStore: Operation<'DeleteCustomKeyStore'> = {
  plan: (input, context) =>
    onKeyStore('DeleteCustomKeyStore', input.CustomKeyStoreId, context, (store) => {
      if (store.keyCount > 0) throw keyStoreHasKeys(store.customKeyStoreId)
      if (store.state !== 'DISCONNECTED' && store.state !== 'FAILED') throw keyStoreState(store, 'DeleteCustomKeyStore')
      return { answer: {}, writes: [remove('keyStore', store)] }
    }),
}
