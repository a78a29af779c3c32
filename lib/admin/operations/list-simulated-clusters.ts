import { listed } from '../cluster-members.ts'
import type { AdminOperation } from '../operation.ts'

/** The simulated clusters of all accounts and Regions. */
export const listSimulatedClusters: AdminOperation<'ListSimulatedClusters'> = {
  parse: () => ({}),
  async run(_, caller, { store }) {
    return { answer: { clusters: (await store.clusters(caller.scope.sandbox)).map(listed) } }
  },
}
