import type { RotationsDto } from '#console/dto/keys.ts'
import { type Rotating, rotationReason } from '../actions.ts'

/** How often a key may be rotated on demand, in all its life. */
export const MOST_ON_DEMAND = 25

/** What AWS charges for each of the first two rotations of a key, in US dollars a month; later ones are free. */
const ROTATION_PRICE = 1
const PRICED_ROTATIONS = 2

/** Why a key cannot be rotated on demand now; undefined when it can. */
export function onDemandReason(key: Rotating, rotations: RotationsDto): string | undefined {
  const nothing = key.origin === 'EXTERNAL' ? waitsForMaterial(rotations) : undefined
  return rotationReason(key) ?? usedUp(rotations) ?? nothing
}

function usedUp({ onDemandUsed }: RotationsDto): string | undefined {
  return onDemandUsed >= MOST_ON_DEMAND ? `All ${MOST_ON_DEMAND} rotations on demand are used` : undefined
}

/** An imported key rotates to what was imported for it, in all its Regions. */
function waitsForMaterial({ materials }: RotationsDto): string | undefined {
  if (materials.some(({ state }) => state === 'pending')) return undefined
  return materials.some(({ state }) => state === 'pending-elsewhere')
    ? 'Import the new material in its other Regions first'
    : 'Import new material first'
}

/** What the next rotation would cost with AWS, by how many the key has had. */
export function priceText(rotationsBefore: number): string {
  return rotationsBefore < PRICED_ROTATIONS
    ? `With AWS KMS it would add $${ROTATION_PRICE} a month to the price of the key, as each of its first ${PRICED_ROTATIONS} rotations does.`
    : `With AWS KMS it would cost nothing: only the first ${PRICED_ROTATIONS} rotations of a key do.`
}
