import type { Ids } from '#kernel/random.ts'
import type { Clocks, Commit, Identities, Limits, Reads, Store, Vault } from '#kms/ports.ts'

/** All that the service is given, once, by the composition root. */
export interface CloudTrailPorts {
  readonly store: Commit &
    Pick<Reads, 'events' | 'event' | 'eventCounts' | 'eventGroups' | 'checkpoint' | 'subtree'> &
    Pick<Store, 'onAppend' | 'onRewind' | 'treeHeads'>
  readonly clocks: Clocks
  readonly ids: Ids
  readonly identities: Pick<Identities, 'policiesOf'>
  readonly vault: Pick<Vault, 'prepare' | 'mintToken' | 'openToken'>
  readonly limits: Limits
}
