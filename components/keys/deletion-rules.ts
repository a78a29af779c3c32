import type { KeyLookupDto, KeyRowDto } from '#console/dto/keys.ts'
import { keyName } from './key-name.ts'

const SHORTEST = 7
const LONGEST = 30
const RECENT = 30 * 86_400_000

/** What is wrong with a waiting period, as typed. */
export function daysProblem(text: string): string | undefined {
  const days = Number(text)
  const fits = Number.isInteger(days) && days >= SHORTEST && days <= LONGEST
  return fits ? undefined : `From ${SHORTEST} to ${LONGEST} days`
}

/** What must be typed before keys that were used of late are given up; undefined where none of them was. */
export function confirmationFor(
  keys: readonly KeyRowDto[],
  uses: readonly KeyLookupDto[],
  now: number,
): string | undefined {
  const lastUses = keys.map((key) => (uses.find((use) => use.keyId === key.keyId) ?? key).lastUse?.at ?? 0)
  if (!lastUses.some((at) => at > 0 && now - at < RECENT)) return undefined
  const [key, ...others] = keys
  return key && others.length === 0 ? keyName(key) : `delete ${keys.length} keys`
}
