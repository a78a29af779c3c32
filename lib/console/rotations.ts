import type { Output } from '#model/api.ts'
import type { MaterialDto, RotationsDto } from './dto/keys.ts'

type Rotation = NonNullable<Output<'ListKeyRotations'>['Rotations']>[number]

/** The life of a key's material: the first one, then one for each rotation, in order of birth. */
export function rotationsDto(
  bornAt: number,
  rotations: readonly Rotation[],
  status: Output<'GetKeyRotationStatus'>,
): RotationsDto {
  const inOrder = rotations.toSorted((a, b) => turnOf(a) - turnOf(b))
  const enabled = status.KeyRotationEnabled === true
  return {
    materials: inOrder.map((rotation, index) => materialDto(rotation, index + 1, bornAt)),
    ...(enabled && status.RotationPeriodInDays ? { periodInDays: status.RotationPeriodInDays } : {}),
    ...(enabled && status.NextRotationDate ? { nextRotationAt: status.NextRotationDate } : {}),
    onDemandUsed: rotations.filter((rotation) => rotation.RotationType === 'ON_DEMAND').length,
  }
}

const STATES = {
  CURRENT: 'current',
  NON_CURRENT: 'former',
  PENDING_ROTATION: 'pending',
  PENDING_MULTI_REGION_IMPORT_AND_ROTATION: 'pending-elsewhere',
} as const

/** The first material has no rotation, and neither has the one that waits for its own: that is the last. */
function turnOf({ RotationDate, KeyMaterialState }: Rotation): number {
  if (RotationDate !== undefined) return RotationDate
  return KeyMaterialState?.startsWith('PENDING') ? Number.POSITIVE_INFINITY : 0
}

function materialDto(rotation: Rotation, number: number, bornAt: number): MaterialDto {
  const imported = rotation.ImportState !== undefined
  const since = rotation.RotationDate ?? (imported ? undefined : bornAt)
  return {
    number,
    materialId: rotation.KeyMaterialId ?? '',
    state: STATES[rotation.KeyMaterialState ?? 'NON_CURRENT'],
    ...(since === undefined ? {} : { since }),
    how: howOf(rotation),
    missing: rotation.ImportState === 'PENDING_IMPORT',
    ...(rotation.ValidTo === undefined ? {} : { expiresAt: rotation.ValidTo }),
    ...(rotation.KeyMaterialDescription ? { description: rotation.KeyMaterialDescription } : {}),
  }
}

function howOf({ RotationType, ImportState }: Rotation): MaterialDto['how'] {
  if (RotationType === undefined) return ImportState === undefined ? 'created' : 'imported'
  return RotationType === 'ON_DEMAND' ? 'on-demand' : 'automatic'
}
