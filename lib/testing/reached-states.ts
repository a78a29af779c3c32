import type { KeyId } from '#kernel/ids.ts'
import type { StatefulOperation } from '#kms/domain/key-states.ts'
import type { KeyOrigin, KeyRow, KeyState } from '#kms/domain/rows.ts'
import { update } from '#kms/domain/writes.ts'
import type { Input } from '#model/api.ts'
import { newSubject, type Subject, subjectOf } from './calls.ts'
import { addReplica, KINDS, newFittingKey, settle } from './fitting-keys.ts'
import { type Harness, OTHER_REGION, REGION } from './harness.ts'
import { clusterKey } from './key-stores.ts'

export const elsewhere = (kms: Harness) => kms.caller({ region: OTHER_REGION })

/** A subject whose key is in some state, and the key that a refusal names where that is another. */
export interface Reached {
  readonly subject: Subject
  readonly named?: string
}
type Reaching = (kms: Harness, name: StatefulOperation) => Promise<Reached>

/** The subject of CancelKeyDeletion would be pending deletion from the start. */
const subjectFor = (kms: Harness, name: StatefulOperation, change: Input<'CreateKey'> = {}) =>
  newSubject(kms, name === 'CancelKeyDeletion' ? 'DescribeKey' : name, change)

/** Writes the state into the row of the key, where no call leads to it. */
export async function writeState(kms: Harness, { keyId }: Subject, change: Pick<KeyRow, 'state'> & Partial<KeyRow>) {
  const record = await kms.ports.store.key(kms.caller().scope, keyId as KeyId)
  if (!record) throw new Error(`no key ${keyId}`)
  const outcome = await kms.ports.store.commit({ writes: [update('key', record.key, change)], events: [] })
  if (outcome !== 'committed') throw new Error(`key ${keyId} moved on`)
}

/** The primary in the other Region of a key that fits, and the call that makes its replica here. */
async function familyOf(kms: Harness, name: StatefulOperation) {
  const primary = await newFittingKey(kms, name, { MultiRegion: true }, elsewhere(kms))
  return { primary, KeyId: primary.KeyId, here: { KeyId: primary.KeyId, ReplicaRegion: REGION } }
}

/** How each state is reached by calls alone. */
export const REACHED: { readonly [S in Exclude<KeyState, 'Unavailable'>]: Reaching } = {
  Enabled: async (kms, name) => ({ subject: await subjectFor(kms, name) }),

  async Disabled(kms, name) {
    const subject = await subjectFor(kms, name)
    await kms.call('DisableKey', { KeyId: subject.keyId })
    return { subject }
  },

  // A primary comes to it when its last replica is gone; there is none then to be promoted, but one that leaves too.
  async PendingDeletion(kms, name) {
    const subject = await subjectFor(kms, name)
    const { keyId: KeyId, key } = subject
    if (name === 'UpdatePrimaryRegion') {
      await kms.call('ScheduleKeyDeletion', { KeyId }, elsewhere(kms))
      return { subject, named: subject.arn.replace(REGION, OTHER_REGION) }
    }
    await kms.call('ScheduleKeyDeletion', { KeyId })
    if (!key.MultiRegion) return { subject }
    await kms.call('ScheduleKeyDeletion', { KeyId }, elsewhere(kms))
    kms.clock.advanceDays(30)
    await settle(kms)
    return { subject }
  },

  async PendingReplicaDeletion(kms, name) {
    const subject = await subjectFor(kms, name, { MultiRegion: true })
    await kms.call('ScheduleKeyDeletion', { KeyId: subject.keyId })
    return { subject }
  },

  async PendingImport(kms, name) {
    const subject = await subjectFor(kms, name, { Origin: 'EXTERNAL' })
    await kms.call('DeleteImportedKeyMaterial', { KeyId: subject.keyId })
    return { subject }
  },

  async Creating(kms, name) {
    if (name === 'UpdatePrimaryRegion') {
      const key = await newFittingKey(kms, name)
      const subject = await subjectOf(kms, name, key)
      await kms.call('ReplicateKey', { KeyId: key.KeyId, ReplicaRegion: OTHER_REGION })
      return { subject, named: subject.arn.replace(REGION, OTHER_REGION) }
    }
    const { primary, KeyId, here } = await familyOf(kms, name)
    const subject = await subjectOf(kms, name === 'CancelKeyDeletion' ? 'DescribeKey' : name, primary, elsewhere(kms))
    await kms.call('ReplicateKey', here, elsewhere(kms))
    await kms.call('CreateAlias', { AliasName: subject.alias, TargetKeyId: KeyId })
    return { subject: { ...subject, arn: subject.arn.replace(OTHER_REGION, REGION) } }
  },

  async Updating(kms, name) {
    const { primary } = await familyOf(kms, name)
    const replica = await addReplica(kms, primary, REGION, elsewhere(kms))
    const subject = await subjectOf(kms, name === 'CancelKeyDeletion' ? 'DescribeKey' : name, replica)
    await kms.call('UpdatePrimaryRegion', { KeyId: replica.KeyId, PrimaryRegion: REGION }, elsewhere(kms))
    return { subject }
  },
}

const ROTATIONS = ['DisableKeyRotation', 'EnableKeyRotation', 'RotateKeyOnDemand'] as const

/** Cells that no calls lead to, by state, and why. The state is written into the row. */
const WRITTEN: { readonly [S in KeyState]?: readonly StatefulOperation[] } = {
  // Only replicas are Creating. These are for primaries, or for a grant, which no key has before it is there.
  Creating: [...ROTATIONS, 'ReplicateKey', 'RetireGrant', 'RevokeGrant'],
  // ML-KEM material cannot be imported.
  PendingImport: ['Decapsulate', 'Encapsulate'],
}

/** The origin that a key of an operation has in a state. */
export function originIn(state: KeyState, name: StatefulOperation): KeyOrigin {
  if (state === 'Unavailable') return 'AWS_CLOUDHSM'
  return state === 'PendingImport' ? 'EXTERNAL' : (KINDS[name]?.Origin ?? 'AWS_KMS')
}

/** In a key store that is disconnected. Material cannot be imported there, so nothing is prepared for that. */
async function unavailable(kms: Harness, name: StatefulOperation): Promise<Reached> {
  const { CustomKeyStoreId = '', Origin = 'AWS_KMS' } = await clusterKey(kms)
  const prepared = name === 'ImportKeyMaterial' ? 'DescribeKey' : name
  const subject = await subjectFor(kms, prepared, { CustomKeyStoreId, Origin })
  await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId })
  return { subject }
}

/** A subject for the operation, in the state: by calls where they lead to it. */
export async function reach(kms: Harness, state: KeyState, name: StatefulOperation): Promise<Reached> {
  if (state === 'Unavailable') return unavailable(kms, name)
  if (!WRITTEN[state]?.includes(name)) return REACHED[state](kms, name)
  const subject = await subjectFor(kms, name)
  await writeState(kms, subject, { state, origin: originIn(state, name) })
  return { subject }
}
