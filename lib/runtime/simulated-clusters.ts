import { clusterPasswordPurpose, zonesOf } from '#admin/ports.ts'
import { utf8 } from '#kernel/bytes.ts'
import { draw, LETTERS_AND_DIGITS } from '#kernel/draw.ts'
import { constantTimeEqual, sha256 } from '#kernel/hash.ts'
import type { Secrets } from '#kernel/random.ts'
import type { HsmClusters, Reads, Vault } from '#kms/ports.ts'
import { update } from '#kms/ports.ts'

const PASSWORD_LENGTH = 32

interface Parts {
  readonly store: Pick<Reads, 'cluster'>
  readonly vault: Vault
  readonly secrets: Secrets
}

/** The CloudHSM clusters that the operator said there are: rows of the store, in software, with no HSM behind them. */
export function simulatedClusters({ store, vault, secrets }: Parts): HsmClusters {
  return {
    async find(scope, clusterId) {
      const row = await store.cluster(scope, clusterId)
      if (!row) return undefined
      return { clusterId, isActive: row.state === 'ACTIVE', trustAnchor: row.trustAnchor, zones: zonesOf(row) }
    },
    async login(scope, { clusterId, trustAnchor }, password) {
      const row = await store.cluster(scope, clusterId)
      if (row?.trustAnchor !== trustAnchor) return { errorCode: 'CLUSTER_NOT_FOUND' }
      if (row.fault !== null) return { errorCode: row.fault }
      if (row.state !== 'ACTIVE' || row.zones === '') return { errorCode: 'INSUFFICIENT_CLOUDHSM_HSMS' }
      const purpose = clusterPasswordPurpose(clusterId)
      const known = vault.openSecret(row, purpose, row.password)
      if (!known) throw new Error(`the password of ${clusterId} does not open: the database was changed`)
      const isKnown = constantTimeEqual(sha256(known), sha256(password))
      known.fill(0)
      if (!isKnown) return { errorCode: 'INVALID_CREDENTIALS' }
      const next = utf8(draw(secrets, LETTERS_AND_DIGITS, PASSWORD_LENGTH))
      return {
        password: next,
        writes: [update<'cluster'>('cluster', row, { password: vault.sealSecret(row, purpose, next) })],
      }
    },
  }
}
