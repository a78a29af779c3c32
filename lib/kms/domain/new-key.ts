import type { MaterialOwner } from '../ports.ts'
import type { KeyRow } from './rows.ts'
import type { NewRow } from './writes.ts'

/** What is decided about a key before it is made. */
export type Birth = Pick<KeyRow, 'createdAt' | 'description' | 'usage' | 'currentMaterialId' | 'state'> &
  Partial<NewRow<'key'>>

/** The row of a new key: what nobody has set is as it is for every key at its birth. */
export function newKeyRow({ scope, keyId, spec, origin }: MaterialOwner, birth: Birth): NewRow<'key'> {
  const { sandbox, account, region } = scope
  return {
    ...{ sandbox, account, region, keyId, spec, origin },
    manager: 'CUSTOMER',
    resumesAs: null,
    deletionAt: null,
    pendingWindowInDays: null,
    expirationModel: null,
    validTo: null,
    rotationPeriodInDays: null,
    nextRotationAt: null,
    onDemandRotations: 0,
    policyVersion: 1,
    primaryRegion: null,
    replicaRegions: null,
    grantCount: 0,
    customKeyStoreId: null,
    xksKeyId: null,
    ...birth,
  }
}
