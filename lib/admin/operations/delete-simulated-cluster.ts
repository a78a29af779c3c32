import { remove } from '#kms/ports.ts'
import { clusterIdOf, existingCluster, placeMembers, scopeOf } from '../cluster-members.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'

/** A key store on it stays, and so do its keys: they are of no use until there is a cluster of that id again. */
export const deleteSimulatedCluster: AdminOperation<'DeleteSimulatedCluster'> = {
  parse(input) {
    const members = membersOf(input)
    return { clusterId: clusterIdOf(members.clusterId, 'clusterId'), ...placeMembers(members) }
  },
  async run({ clusterId, ...place }, caller, ports) {
    const row = await existingCluster(clusterId, scopeOf(place, caller.scope), ports)
    return { answer: { clusterId }, writes: [remove('cluster', row)] }
  },
}
