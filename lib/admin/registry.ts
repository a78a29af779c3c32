import type { AdminOperation, AdminOperationName } from './operation.ts'
import { applyFixture } from './operations/apply-fixture.ts'
import { createAccount } from './operations/create-account.ts'
import { createSandbox } from './operations/create-sandbox.ts'
import { createSimulatedCluster } from './operations/create-simulated-cluster.ts'
import { createSnapshot } from './operations/create-snapshot.ts'
import { deleteSandbox } from './operations/delete-sandbox.ts'
import { deleteSimulatedCluster } from './operations/delete-simulated-cluster.ts'
import { deleteSnapshot } from './operations/delete-snapshot.ts'
import { explainCall } from './operations/explain-call.ts'
import { exportFixtureOperation } from './operations/export-fixture.ts'
import { getFixtureSchema } from './operations/get-fixture-schema.ts'
import { getSandbox } from './operations/get-sandbox.ts'
import { listAccounts } from './operations/list-accounts.ts'
import { listSandboxes } from './operations/list-sandboxes.ts'
import { listSimulatedClusters } from './operations/list-simulated-clusters.ts'
import { loadDemo } from './operations/load-demo.ts'
import { moveClock } from './operations/move-clock.ts'
import { proveEvent } from './operations/prove-event.ts'
import { resetSandbox } from './operations/reset-sandbox.ts'
import { restoreSnapshot } from './operations/restore-snapshot.ts'
import {
  doScenarioStep,
  getScenario,
  listScenarios,
  resetScenario,
  startScenario,
  stopScenario,
} from './operations/scenarios.ts'
import { setFaults } from './operations/set-faults.ts'
import { setQuotas } from './operations/set-quotas.ts'
import { updateSimulatedCluster } from './operations/update-simulated-cluster.ts'

export const registry: { readonly [N in AdminOperationName]: AdminOperation<N> } = {
  ApplyFixture: applyFixture,
  CreateAccount: createAccount,
  CreateSnapshot: createSnapshot,
  CreateSimulatedCluster: createSimulatedCluster,
  CreateSandbox: createSandbox,
  DeleteSandbox: deleteSandbox,
  DeleteSnapshot: deleteSnapshot,
  DeleteSimulatedCluster: deleteSimulatedCluster,
  ExplainCall: explainCall,
  GetFixtureSchema: getFixtureSchema,
  GetSandbox: getSandbox,
  ExportFixture: exportFixtureOperation,
  ListAccounts: listAccounts,
  ListSandboxes: listSandboxes,
  ListSimulatedClusters: listSimulatedClusters,
  LoadDemo: loadDemo,
  MoveClock: moveClock,
  ProveEvent: proveEvent,
  ResetSandbox: resetSandbox,
  RestoreSnapshot: restoreSnapshot,
  SetFaults: setFaults,
  SetQuotas: setQuotas,
  UpdateSimulatedCluster: updateSimulatedCluster,
  ListScenarios: listScenarios,
  GetScenario: getScenario,
  StartScenario: startScenario,
  ResetScenario: resetScenario,
  DoScenarioStep: doScenarioStep,
  StopScenario: stopScenario,
}
