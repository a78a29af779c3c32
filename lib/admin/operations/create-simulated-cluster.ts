import { utf8 } from '#kernel/bytes.ts'
import { draw } from '#kernel/draw.ts'
import type { Scope } from '#kernel/scope.ts'
import { insert } from '#kms/ports.ts'
import {
  clusterIdOf,
  clusterMembers,
  existingCluster,
  listed,
  newTrustAnchor,
  placeMembers,
  scopeOf,
  sealedPassword,
  usualZones,
} from '../cluster-members.ts'
import { clusterExists, invalid } from '../errors.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import type { AdminPorts } from '../ports.ts'

/** A CloudHSM cluster in software, with two HSMs in two Availability Zones unless other ones are named. */
export const createSimulatedCluster: AdminOperation<'CreateSimulatedCluster'> = {
  secrets: ['kmsuserPassword'],
  parse(input) {
    const members = membersOf(input)
    const { kmsuserPassword, ...rest } = clusterMembers(members)
    if (kmsuserPassword === undefined) throw invalid('kmsuserPassword is required.')
    const { clusterId, backupOf } = members
    return {
      ...placeMembers(members),
      ...(clusterId !== undefined && { clusterId: clusterIdOf(clusterId, 'clusterId') }),
      ...(backupOf !== undefined && { backupOf: clusterIdOf(backupOf, 'backupOf') }),
      ...rest,
      kmsuserPassword,
    }
  },
  async run(asked, caller, ports) {
    const scope = scopeOf(asked, caller.scope)
    const { state = 'ACTIVE', fault = null, zones = usualZones(scope) } = asked
    const clusterId = asked.clusterId ?? `cluster-${draw(ports.secrets, 'abcdefghijklmnopqrstuvwxyz234567', 11)}`
    if (await ports.store.cluster(scope, clusterId)) throw clusterExists(clusterId)
    const createdAt = ports.clocks.of(scope.sandbox).now()
    const own = await certificateOf(asked.backupOf, clusterId, scope, ports)
    const password = await sealedPassword(clusterId, utf8(asked.kmsuserPassword), scope, ports)
    const row = { ...scope, clusterId, createdAt, state, zones: zones.join(' '), trustAnchor: own, fault, password }
    return {
      answer: listed(row),
      writes: [insert('cluster', row)],
      responseElements: { clusterId, accountId: scope.account, region: scope.region, simulated: true },
    }
  },
}

/** A cluster that was made from a backup has the certificate of the one that the backup was of. */
async function certificateOf(backupOf: string | undefined, clusterId: string, scope: Scope, ports: AdminPorts) {
  if (backupOf !== undefined) return (await existingCluster(backupOf, scope, ports)).trustAnchor
  return newTrustAnchor(clusterId, ports.clocks.of(scope.sandbox).now(), ports.secrets)
}
