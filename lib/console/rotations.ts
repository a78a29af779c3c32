import type { Output } from '#model/api.ts'
import type { Console } from './access.ts'
import type { MaterialDto, RotationsDto } from './dto/keys.ts'
import { everyPage } from './paged.ts'

type Rotation = NonNullable<Output<'ListKeyRotations'>['Rotations']>[number]

/** The materials of a key. Of one that never rotates nothing is asked: the service would refuse, and record it. */
export async function rotations(console: Console, params: URLSearchParams): Promise<RotationsDto> {
  const KeyId = params.get('id') ?? ''
  const { KeyMetadata: key } = await console.call('DescribeKey', { KeyId })
  const rotates = key?.KeySpec === 'SYMMETRIC_DEFAULT' && key.CustomKeyStoreId === undefined
  if (!rotates) return { materials: [], onDemandUsed: 0 }
  const [status, all] = await Promise.all([
    // Imported material never rotates by itself, and while some of it is missing AWS KMS does not even tell so.
    key.Origin === 'EXTERNAL' ? {} : console.call('GetKeyRotationStatus', { KeyId }),
    everyPage(async (Marker) => {
      const page = await console.call('ListKeyRotations', {
        KeyId,
        IncludeKeyMaterial: 'ALL_KEY_MATERIAL',
        ...(Marker ? { Marker } : {}),
      })
      return { items: page.Rotations, next: page.NextMarker }
    }),
  ])
  return rotationsDto(key.CreationDate ?? 0, all, status)
}

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
