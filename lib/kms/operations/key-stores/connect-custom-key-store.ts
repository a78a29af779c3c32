import { checkConnectable, clusterOfStore } from '../../domain/hsm-cluster.ts'
import { onKeyStore } from '../../domain/key-store.ts'
import { keyStoreState } from '../../domain/key-store-errors.ts'
import { update } from '../../domain/writes.ts'
import type { Operation } from '../../operation.ts'

/**
 * Only begins to connect: `connections.ts` goes on, once the answer is given. A failed key store must be disconnected
 * first (AWS KMS API reference, CustomKeyStoreInvalidStateException).
 */
export const connectCustomKeyStore: Operation<'ConnectCustomKeyStore'> = {
  plan: (input, context) =>
    onKeyStore('ConnectCustomKeyStore', input.CustomKeyStoreId, context, async (store) => {
      if (store.state === 'FAILED' || store.state === 'DISCONNECTING')
        throw keyStoreState(store, 'ConnectCustomKeyStore')
      if (store.state !== 'DISCONNECTED') return { answer: {} }
      const cluster = store.clusterId === null ? undefined : await clusterOfStore(store, context.ports)
      if (cluster) checkConnectable(cluster)
      return { answer: {}, writes: [update('keyStore', store, { state: 'CONNECTING' })] }
    }),
}
