import { createFixtureClusters } from '#admin/fixture/clusters.ts'
import type { FixtureWorks } from '#admin/ports.ts'
import { createFixtureIdentities, withDeclared } from '#iam/fixture-identities.ts'
import { createFixtureKeyStores, createFixtureKeys } from '#kms/fixture-keys.ts'
import type { BareMaterials } from '#kms/ports/fixture.ts'
import type { Identifiers, Ports, Store } from '#kms/ports.ts'
import { openDraft } from '#store/draft.ts'
import type { Seeds } from './seeds.ts'
import { simulatedClusters } from './simulated-clusters.ts'

export interface FixtureParts {
  readonly ports: Ports
  readonly bare: BareMaterials
  readonly seeds: Seeds
  identifiersOn(store: Pick<Store, 'draw'>): Identifiers
  /** The access key id that nothing takes. */
  readonly administrator: string
}

/** The operations of AWS KMS and AWS IAM on drafts of the store. */
export function createFixtureWorks({ ports, bare, seeds, identifiersOn, administrator }: FixtureParts): FixtureWorks {
  return {
    withNew: (sandbox, work) => seeds.during(sandbox, work),
    draft(sandbox, declared) {
      const { store, writes } = openDraft(ports.store)
      const identities = withDeclared(ports.identities, sandbox, declared)
      const sealing = { store, vault: ports.materials, secrets: ports.secrets }
      const clusters = createFixtureClusters(sealing)
      const drawing = { identifiers: identifiersOn(store), clusters: simulatedClusters(sealing) }
      const drafted = { ...ports, store, identities, ...drawing }
      return {
        async begin(scope) {
          await store.commit({ writes: await ports.materials.begin(scope), events: [] })
        },
        clusters,
        keyStores: createFixtureKeyStores(drafted, clusters),
        keys: createFixtureKeys(drafted, bare),
        identities: createFixtureIdentities({ ...drafted, vault: ports.materials }, new Set([administrator])),
        uniqueIdOf: async (account, kind, name) => (await store.identity({ sandbox, account }, kind, name))?.uniqueId,
        writes,
      }
    },
  }
}
