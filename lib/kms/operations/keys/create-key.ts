import type { KeySpecEntry } from '#crypto/specs.ts'
import { findSpec } from '#crypto/specs.ts'
import type { KeyId, Region } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { arnOf } from '../../domain/arn.ts'
import { creationChecks } from '../../domain/creation-checks.ts'
import { keyMetadata } from '../../domain/key-metadata.ts'
import { acceptKeyPolicy, defaultPolicyOf } from '../../domain/key-policy.ts'
import type { Place } from '../../domain/key-store-birth.ts'
import { placeOf, settle } from '../../domain/key-store-birth.ts'
import { backingKeyTrail } from '../../domain/key-store-trail.ts'
import { firstMaterial, newMaterialRow } from '../../domain/material.ts'
import type { Birth } from '../../domain/new-key.ts'
import { newKeyRow } from '../../domain/new-key.ts'
import { isOfferedIn } from '../../domain/offering.ts'
import type { KeyOrigin, KeySpec, KeyUsage } from '../../domain/rows.ts'
import { acceptTags, tagRows } from '../../domain/tags.ts'
import type { Write } from '../../domain/writes.ts'
import { insert } from '../../domain/writes.ts'
import { invalid, unsupported } from '../../errors.ts'
import type { Context, Operation } from '../../operation.ts'
import type { MaterialOwner } from '../../ports.ts'

type Asked = Input<'CreateKey'>

export const createKey: Operation<'CreateKey'> = {
  plan(input, context) {
    const kind = kindOf(input, context.scope.region)
    const place = placeOf(input, kind)
    acceptTags(input.Tags)
    return {
      checks: creationChecks(kind, input.MultiRegion ?? false, input, context),
      states: [],
      run: () => create(input, kind, place, context),
    }
  },
}

interface Kind {
  readonly spec: KeySpec
  readonly usage: KeyUsage
  readonly origin: KeyOrigin
}

/** KeySpec, KeyUsage and Origin, with AWS's defaults: usage may be left out for symmetric encryption keys only. */
function kindOf(input: Asked, region: Region): Kind {
  if (input.KeySpec && input.CustomerMasterKeySpec) {
    throw invalid(
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    )
  }
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
  const known = findSpec(spec)
  const usage = input.KeyUsage ?? known?.defaultUsage
  if (!usage) {
    throw invalid('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.')
  }
  if (!known || !isOfferedIn(region, known.offering)) {
    throw unsupported(`KeySpec ${spec} is not supported in this Region`)
  }
  if (!known.usages.includes(usage)) throw invalid(`KeyUsage ${usage} is not compatible with KeySpec ${spec}`)
  return { spec, usage, origin: originOf(input, spec, known) }
}

function originOf({ Origin: origin = 'AWS_KMS' }: Asked, spec: KeySpec, known: KeySpecEntry): KeyOrigin {
  if (origin === 'EXTERNAL' && !known.importing) {
    throw unsupported(`KeySpec ${spec} is not supported for Origin ${origin}.`)
  }
  return origin
}

async function create(input: Asked, kind: Kind, place: Place | undefined, context: Context) {
  const { spec, usage, origin } = kind
  const { ports, scope, now } = context
  const { uuid, writes: draws } = await ports.identifiers.draw(scope, 'key')
  const keyId = (input.MultiRegion ? `mrk-${uuid.replaceAll('-', '')}` : uuid) as KeyId
  const owner: MaterialOwner = { scope, keyId, spec, origin }
  const document = input.Policy ?? defaultPolicyOf(scope)
  await acceptKeyPolicy(document, { scope, keyId, bypass: input.BypassPolicyLockoutSafetyCheck ?? false }, context)
  const settled = place && (await settle(place, kind, context))
  const { birth, writes } = origin === 'EXTERNAL' ? WAITING : await withMaterial(owner, context)
  const key = insert(
    'key',
    newKeyRow(owner, {
      createdAt: now,
      description: input.Description ?? '',
      usage,
      ...birth,
      ...place,
      ...(input.MultiRegion && { primaryRegion: scope.region, replicaRegions: '' }),
    }),
  )
  const stored = { key: key.row, ...(settled && { keyStore: settled.keyStore }) }
  return {
    answer: { KeyMetadata: keyMetadata(stored) },
    writes: [
      ...draws,
      ...(settled?.writes ?? []),
      key,
      insert('policy', { ...scope, keyId, number: 1, createdAt: now, document }),
      ...writes,
      ...tagRows(owner, input.Tags),
    ],
    trail: { resources: [arnOf(key.row)], ...backingKeyTrail(stored, birth.currentMaterialId) },
  }
}

interface Beginning {
  readonly birth: Pick<Birth, 'state' | 'currentMaterialId' | 'resumesAs'>
  readonly writes: readonly Write[]
}

/** Usable once material is imported. */
const WAITING: Beginning = {
  birth: { state: 'PendingImport', resumesAs: 'Enabled', currentMaterialId: null },
  writes: [],
}

async function withMaterial(owner: MaterialOwner, { ports, now }: Context): Promise<Beginning> {
  const made = await ports.materials.create([owner], 1)
  const material = firstMaterial(made)
  return {
    birth: { state: 'Enabled', currentMaterialId: material.materialId },
    writes: [...made.writes, insert('material', newMaterialRow(owner, material, { number: 1, createdAt: now }))],
  }
}
