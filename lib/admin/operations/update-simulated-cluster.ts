import { utf8 } from '#kernel/bytes.ts'
import { update } from '#kms/ports.ts'
import {
  clusterIdOf,
  clusterMembers,
  existingCluster,
  listed,
  placeMembers,
  scopeOf,
  sealedPassword,
} from '../cluster-members.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'

/** Changes what is said, so that key stores meet whatever a cluster can come to. */
export const updateSimulatedCluster: AdminOperation<'UpdateSimulatedCluster'> = {
  secrets: ['kmsuserPassword'],
  parse(input) {
    const members = membersOf(input)
    return {
      clusterId: clusterIdOf(members.clusterId, 'clusterId'),
      ...placeMembers(members),
      ...clusterMembers(members),
    }
  },
  async run({ clusterId, ...asked }, caller, ports) {
    const scope = scopeOf(asked, caller.scope)
    const row = await existingCluster(clusterId, scope, ports)
    const { state = row.state, fault = row.fault, zones, kmsuserPassword } = asked
    const write = update('cluster', row, {
      ...{ state, fault },
      ...(zones && { zones: zones.join(' ') }),
      ...(kmsuserPassword !== undefined && {
        password: await sealedPassword(clusterId, utf8(kmsuserPassword), scope, ports),
      }),
    })
    return { answer: listed(write.row), writes: [write] }
  },
}
