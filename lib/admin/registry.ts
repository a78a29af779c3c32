import type { AdminOperation, AdminOperationName } from './operation.ts'
import { createAccount } from './operations/create-account.ts'
import { createSimulatedCluster } from './operations/create-simulated-cluster.ts'
import { deleteSimulatedCluster } from './operations/delete-simulated-cluster.ts'
import { explainCall } from './operations/explain-call.ts'
import { listAccounts } from './operations/list-accounts.ts'
import { listSimulatedClusters } from './operations/list-simulated-clusters.ts'
import { proveEvent } from './operations/prove-event.ts'
import { updateSimulatedCluster } from './operations/update-simulated-cluster.ts'

export const registry: { readonly [N in AdminOperationName]: AdminOperation<N> } = {
  CreateAccount: createAccount,
  CreateSimulatedCluster: createSimulatedCluster,
  DeleteSimulatedCluster: deleteSimulatedCluster,
  ExplainCall: explainCall,
  ListAccounts: listAccounts,
  ListSimulatedClusters: listSimulatedClusters,
  ProveEvent: proveEvent,
  UpdateSimulatedCluster: updateSimulatedCluster,
}
