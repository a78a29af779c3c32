import type { KeyDto, MaterialDto, RotationsDto } from '#console/dto/keys.ts'
import type { MaterialEventDto } from '#console/dto/material-life.ts'

/** How far the time of a rotation may be from that of its event, which is told in the same moment. */
const SAME_MOMENT = 2000

/** Who brought a material into being, as far as the log tells. What comes by itself is the service's. */
export function actorOf(material: MaterialDto, events: readonly MaterialEventDto[]): string | undefined {
  const { how, since, materialId } = material
  if (how === 'automatic') return 'kms.amazonaws.com'
  const rotated = events.find(
    ({ what, at }) => what === 'rotated' && since !== undefined && Math.abs(at - since) < SAME_MOMENT,
  )
  const imported = events.findLast((event) => event.what === 'imported' && event.materialId === materialId)
  return (how === 'on-demand' ? rotated : imported)?.principalArn
}

/**
 * The one material of an imported key that never rotates, which the service lists nowhere: its id is in the events, and
 * whether it is there shows in the key.
 */
export function onlyMaterial(key: KeyDto, events: readonly MaterialEventDto[]): RotationsDto {
  const missing = key.expiresAt === undefined
  const imported = events.find(({ what }) => what === 'imported')
  if (missing && !imported) return { materials: [], onDemandUsed: 0 }
  const material: MaterialDto = {
    ...{ number: 1, materialId: imported?.materialId ?? key.keyId, state: 'current', how: 'imported', missing },
    ...(imported ? { since: imported.at } : {}),
    ...(typeof key.expiresAt === 'number' ? { expiresAt: key.expiresAt } : {}),
  }
  return { materials: [material], onDemandUsed: 0 }
}
