'use client'

import type { KeyDto, RotationsDto } from '#console/dto/keys.ts'
import { useAction } from '../../hooks/use-action.ts'
import type { MaterialActions } from './material-actions.ts'

/** How often a key may be rotated on demand, in all its life. */
export const MOST_ON_DEMAND = 25

/** Rotation on demand, and why there is none left. */
export function useRotate(keyDto: KeyDto, { onDemandUsed }: RotationsDto, { rotateNow }: MaterialActions) {
  const { run, busy } = useAction(rotateNow, { done: () => ({ title: 'Key material rotated' }) })
  const used = onDemandUsed >= MOST_ON_DEMAND ? `All ${MOST_ON_DEMAND} rotations on demand are used` : undefined
  return { run: () => run(keyDto.keyId), busy, used }
}
