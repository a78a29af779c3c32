import { onKeyStore } from '../../domain/key-store.ts'
import { keyStoreState } from '../../domain/key-store-errors.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/** Its keys are unavailable from then on. There is nothing to take down, so it never shows as DISCONNECTING. */
export const disconnectCustomKeyStore: Operation<'DisconnectCustomKeyStore'> = {
  plan: (input, context) =>
    onKeyStore('DisconnectCustomKeyStore', input.CustomKeyStoreId, context, (store) => {
      if (store.state === 'DISCONNECTED' || store.state === 'DISCONNECTING') {
        throw keyStoreState(store, 'DisconnectCustomKeyStore')
      }
      return { answer: {}, writes: [update('keyStore', store, { state: 'DISCONNECTED', errorCode: null })] }
    }),
}
