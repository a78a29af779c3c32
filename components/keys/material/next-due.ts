import type { RotationsDto } from '#console/dto/keys.ts'

export interface Due {
  readonly what: 'rotation' | 'expiry'
  readonly at: number
}

/** What happens next to the material of a key by itself. */
export function nextDue({ nextRotationAt, materials }: RotationsDto, now: number): Due | undefined {
  const expiries = materials.flatMap(({ expiresAt, missing }) => (expiresAt === undefined || missing ? [] : expiresAt))
  const all: readonly Due[] = [
    ...(nextRotationAt === undefined ? [] : [{ what: 'rotation' as const, at: nextRotationAt }]),
    ...expiries.map((at) => ({ what: 'expiry' as const, at })),
  ]
  return all.filter(({ at }) => at > now).toSorted((a, b) => a.at - b.at)[0]
}
