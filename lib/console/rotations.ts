import type { Output } from '#model/api.ts'
import type { MaterialDto, RotationsDto } from './dto/keys.ts'

type Rotation = NonNullable<Output<'ListKeyRotations'>['Rotations']>[number]

/** The life of a key's material: the first one, then one for each rotation, in order of birth. */
export function rotationsDto(
  bornAt: number,
  rotations: readonly Rotation[],
  status: Output<'GetKeyRotationStatus'>,
): RotationsDto {
  const inOrder = rotations.toSorted((a, b) => (a.RotationDate ?? 0) - (b.RotationDate ?? 0))
  const enabled = status.KeyRotationEnabled === true
  return {
    materials: inOrder.map((rotation, index) => materialDto(rotation, index + 1, bornAt)),
    ...(enabled && status.RotationPeriodInDays ? { periodInDays: status.RotationPeriodInDays } : {}),
    ...(enabled && status.NextRotationDate ? { nextRotationAt: status.NextRotationDate } : {}),
    onDemandUsed: rotations.filter((rotation) => rotation.RotationType === 'ON_DEMAND').length,
  }
}

function materialDto(rotation: Rotation, number: number, bornAt: number): MaterialDto {
  return {
    number,
    materialId: rotation.KeyMaterialId ?? '',
    current: rotation.KeyMaterialState === 'CURRENT',
    since: rotation.RotationDate ?? bornAt,
    how: howOf(rotation),
  }
}

function howOf({ RotationType }: Rotation): MaterialDto['how'] {
  if (RotationType === undefined) return 'created'
  return RotationType === 'ON_DEMAND' ? 'on-demand' : 'automatic'
}
