import type { EventDraft } from '#audit/event.ts'
import { requestParameters } from '#audit/request-parameters.ts'
import { responseElements } from '#audit/response-elements.ts'
import type { Region } from '#kernel/ids.ts'
import { isRegion } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { findRegion } from '#model/regions.ts'
import { arnOf, partitionOf } from '../../domain/arn.ts'
import { keyCheck } from '../../domain/conditions.ts'
import { creationChecks } from '../../domain/creation-checks.ts'
import { keyMetadata } from '../../domain/key-metadata.ts'
import { acceptKeyPolicy, defaultPolicyOf } from '../../domain/key-policy.ts'
import { resolveKey } from '../../domain/key-ref.ts'
import { isHeld, ownerOf } from '../../domain/material.ts'
import {
  assertPrimary,
  inRegion,
  membersOf,
  replicaRegionsOf,
  replicaRegionsText,
  updateMembers,
} from '../../domain/multi-region.ts'
import { newKeyRow } from '../../domain/new-key.ts'
import { naming } from '../../domain/on-key.ts'
import type { KeyRow } from '../../domain/rows.ts'
import { acceptTags, tagRows } from '../../domain/tags.ts'
import type { Write } from '../../domain/writes.ts'
import { insert } from '../../domain/writes.ts'
import { invalid, keyExistsThere } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'
import type { KeyRecord, MaterialOwner, Ports } from '../../ports.ts'
import { eventOf, synchronizeEvent } from '../../trail.ts'

type Asked = Input<'ReplicateKey'>

/**
 * Three checks, two of them in the Region of the replica. Policy, description and tags of the primary are not copied.
 * The replica is Creating when the call answers, and ready soon after.
 */
export const replicateKey: Operation<'ReplicateKey'> = {
  async plan(input, context) {
    const region = replicaRegionOf(input, context)
    acceptTags(input.Tags)
    const ref = await resolveKey(input.KeyId, naming('ReplicateKey', 'key'), context)
    const { record } = ref
    const there = inRegion(context, region)
    return {
      checks: [
        keyCheck('kms:ReplicateKey', ref, context, { 'kms:replicaregion': region }),
        ...creationChecks(record.key, true, input, there, { 'kms:multiregionkeytype': 'REPLICA' }),
      ],
      fit: () => assertPrimary(record.key),
      states: [record],
      run: () => replicate(input, record, there),
    }
  },
}

/** Another Region of the same partition. */
function replicaRegionOf({ ReplicaRegion: region }: Asked, { scope }: Context): Region {
  if (!isRegion(region) || !findRegion(region)) throw invalid(`${region} is not a Region of AWS KMS.`)
  if (partitionOf(region) !== partitionOf(scope.region)) {
    throw invalid(`${region} is not in the same partition as ${scope.region}.`)
  }
  return region
}

async function replicate(input: Asked, primary: KeyRecord, there: Context) {
  const { ports, scope, now } = there
  const { key } = primary
  const owner: MaterialOwner = { ...ownerOf(key), scope }
  if (await ports.store.key(scope, key.keyId)) throw keyExistsThere(scope.region, arnOf({ ...key, ...scope }))
  const document = input.Policy ?? defaultPolicyOf(scope)
  const bypass = input.BypassPolicyLockoutSafetyCheck ?? false
  await acceptKeyPolicy(document, { scope, keyId: key.keyId, bypass }, there)
  const family = { replicaRegions: replicaRegionsText([...replicaRegionsOf(key), scope.region]) }
  const policyVersion = await nextPolicyVersion(owner, ports)
  const replica = insert('key', { ...newReplicaRow(input, key, owner, there), ...family, policyVersion })
  const metadata = keyMetadata({ key: replica.row })
  return {
    answer: {
      ReplicaKeyMetadata: metadata,
      ReplicaPolicy: document,
      ...(input.Tags && input.Tags.length > 0 && { ReplicaTags: input.Tags }),
    },
    writes: [
      replica,
      insert('policy', { ...scope, keyId: key.keyId, number: policyVersion, createdAt: now, document }),
      ...(await materialsFor(owner, primary, there)),
      ...tagRows(owner, input.Tags),
      ...updateMembers(await membersOf(primary, ports), family),
    ],
    events: [createKeyEvent(document, replica.row, there), synchronizeEvent(replica.row, now, ports)],
  }
}

/** A replica that was deleted has left its policy versions: those of its successor come after them. */
async function nextPolicyVersion({ scope, keyId }: MaterialOwner, { store }: Ports): Promise<number> {
  let number = 1
  while (await store.policy(scope, keyId, number)) number += 1
  return number
}

/** What it shares with its primary; imported material it must be given itself. */
function newReplicaRow(input: Asked, key: KeyRow, owner: MaterialOwner, { now }: Context) {
  const { usage, currentMaterialId, rotationPeriodInDays, nextRotationAt, onDemandRotations, primaryRegion } = key
  return newKeyRow(owner, {
    createdAt: now,
    description: input.Description ?? '',
    ...{ usage, currentMaterialId, rotationPeriodInDays, nextRotationAt, onDemandRotations, primaryRegion },
    state: 'Creating',
    resumesAs: key.origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
  })
}

/** Every material that the key has had, so that old ciphertexts open in the new Region too. */
async function materialsFor(owner: MaterialOwner, { key, materials }: KeyRecord, { ports }: Context) {
  const rows = materials.map((row) => ({ ...row, ...owner.scope, validTo: null }))
  if (key.origin === 'EXTERNAL') return rows.map((row) => insert('material', { ...row, wrapped: null }))
  const { all, writes } = await ports.materials.copy(ownerOf(key), materials.filter(isHeld), owner)
  const copies = new Map(all.map((made) => [made.materialId, made]))
  return [...writes, ...rows.map((row): Write => insert('material', { ...row, ...copies.get(row.materialId) }))]
}

/** AWS logs the making of the replica in its Region, as a call of the same caller. */
function createKeyEvent(Policy: string, key: KeyRow, context: Context): EventDraft {
  const { description: Description, usage: KeyUsage, spec: KeySpec, origin: Origin } = key
  return eventOf({
    context,
    eventName: 'CreateKey',
    readOnly: false,
    decisions: [],
    resources: [arnOf(key)],
    requestParameters: requestParameters('CreateKey', {
      Policy,
      Description,
      KeyUsage,
      KeySpec,
      Origin,
      MultiRegion: true,
    }),
    responseElements: responseElements('CreateKey', { KeyMetadata: keyMetadata({ key }) }),
  })
}
