import { findSpec } from '#crypto/specs.ts'
import type { KeyId } from '#kernel/ids.ts'
import type { Input } from '#model/api.ts'
import { arnOf } from '../../domain/arn.ts'
import { kindConditions, requestConditions, requestTagConditions } from '../../domain/conditions.ts'
import { keyMetadata } from '../../domain/key-metadata.ts'
import { acceptKeyPolicy, defaultPolicyOf } from '../../domain/key-policy.ts'
import type { KeyRow, KeySpec, KeyUsage } from '../../domain/rows.ts'
import { checkTagCount, checkTags } from '../../domain/tags.ts'
import type { Write } from '../../domain/writes.ts'
import { insert } from '../../domain/writes.ts'
import { invalid, unsupported } from '../../errors.ts'
import type { Check, Checks, Context, Operation } from '../../operation.ts'

type Asked = Input<'CreateKey'>

export const createKey: Operation<'CreateKey'> = {
  plan(input, context) {
    const kind = kindOf(input)
    refuseOtherKinds(input)
    if (input.Tags) {
      checkTags(input.Tags)
      checkTagCount(input.Tags.length)
    }
    return {
      checks: checksOf(input, kind, context),
      states: [],
      run: () => create(input, kind, context),
    }
  },
}

interface Kind {
  readonly spec: KeySpec
  readonly usage: KeyUsage
}

/** KeySpec and KeyUsage, with AWS's defaults: usage may be left out for symmetric encryption keys only. */
function kindOf(input: Asked): Kind {
  if (input.KeySpec && input.CustomerMasterKeySpec) {
    throw invalid(
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    )
  }
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
  if (spec !== 'SYMMETRIC_DEFAULT' && !input.KeyUsage) {
    throw invalid('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.')
  }
  const known = findSpec(spec)
  if (!known) throw unsupported(`Keystead does not make keys of KeySpec ${spec} yet.`)
  const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT'
  if (!known.usages.includes(usage)) throw invalid(`KeyUsage ${usage} is not compatible with KeySpec ${spec}`)
  return { spec, usage }
}

function refuseOtherKinds(input: Asked): void {
  if (input.Origin !== undefined && input.Origin !== 'AWS_KMS') {
    throw unsupported(`Keystead does not make keys of Origin ${input.Origin} yet.`)
  }
  if (input.CustomKeyStoreId !== undefined || input.XksKeyId !== undefined) {
    throw unsupported('Keystead does not offer custom key stores yet.')
  }
  if (input.MultiRegion) throw unsupported('Keystead does not make multi-Region keys yet.')
}

function checksOf(input: Asked, kind: Kind, context: Context): Checks {
  const conditions = requestConditions(context, {
    ...kindConditions({ ...kind, origin: 'AWS_KMS' }),
    'kms:bypasspolicylockoutsafetycheck': String(input.BypassPolicyLockoutSafetyCheck ?? false),
    ...requestTagConditions(input.Tags),
  })
  const check = (action: string): Check => ({ action, resource: { kind: 'none' }, context: conditions })
  return input.Tags && input.Tags.length > 0
    ? [check('kms:CreateKey'), check('kms:TagResource')]
    : [check('kms:CreateKey')]
}

async function create(input: Asked, kind: Kind, context: Context) {
  const { ports, scope, now } = context
  const keyId = ports.ids.uuid() as KeyId
  const document = input.Policy ?? defaultPolicyOf(scope)
  await acceptKeyPolicy(document, { scope, keyId, bypass: input.BypassPolicyLockoutSafetyCheck ?? false }, context)
  const origin = 'AWS_KMS'
  const { materialId, wrapped, writes } = await ports.materials.create({ scope, keyId, spec: kind.spec, origin })
  const key: KeyRow = {
    ...scope,
    keyId,
    createdAt: now,
    description: input.Description ?? '',
    ...kind,
    origin,
    manager: 'CUSTOMER',
    state: 'Enabled',
    deletionAt: null,
    currentMaterialId: materialId,
    rotationPeriodInDays: null,
    nextRotationAt: null,
    onDemandRotations: 0,
    policyVersion: 1,
  }
  const rows: readonly Write[] = [
    insert('key', key),
    insert('policy', { ...scope, keyId, number: 1, createdAt: now, document }),
    insert('material', { ...scope, keyId, materialId, number: 1, createdAt: now, rotationType: null, wrapped }),
    ...(input.Tags ?? []).map((tag) => insert('tag', { ...scope, keyId, tagKey: tag.TagKey, tagValue: tag.TagValue })),
  ]
  return {
    answer: { KeyMetadata: keyMetadata(key) },
    writes: [...writes, ...rows],
    trail: { resources: [arnOf(key)] },
  }
}
