import type { EpochMillis, Region } from '#kernel/ids.ts'
import { isRegion } from '#kernel/ids.ts'
import { isServiceError } from '#kernel/service-error.ts'
import { findRegion } from '#model/regions.ts'
import { FixtureFault } from './fixture.ts'

/** Members that hold secrets, which are compared by themselves, or that only say how a thing is made. */
const APART = new Set([
  ...['KeyMaterial', 'BypassPolicyLockoutSafetyCheck', 'AccessKeys'],
  ...['KmsuserPassword', 'KeyStorePassword', 'RawSecretAccessKey'],
])

/** Runs a part of the work on a member: what is refused there is a fault of that member. */
export async function within<R>(steps: readonly (string | number)[], work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof FixtureFault) throw new FixtureFault([...steps, ...thrown.steps], thrown.reason)
    if (!isServiceError(thrown) || thrown.fault === 'server') throw thrown
    throw new FixtureFault(steps, `is refused: ${thrown.code}${thrown.message && `: ${thrown.message}`}`)
  }
}

/** Nothing of a fixture is later than the time of its sandbox. */
export function past(time: EpochMillis, now: EpochMillis, steps: readonly string[]): EpochMillis {
  if (time <= now) return time
  throw new FixtureFault(steps, "is later than the sandbox's time.")
}

export function regionOf(name: string): Region {
  if (isRegion(name) && findRegion(name)) return name
  throw new FixtureFault(['Region'], 'must be a Region of AWS KMS.')
}

export function differs(steps: readonly (string | number)[], own: unknown): FixtureFault {
  const shown = typeof own === 'string' || typeof own === 'boolean' || typeof own === 'number' ? ` (${own})` : ''
  return new FixtureFault(steps, `differs from what is there${shown}: a fixture adds, and changes nothing.`)
}

/** Whether all that is stated is so. Lists are compared as sets, policies as what they say. */
export function matches(stated: unknown, own: unknown, name = ''): boolean {
  if (APART.has(name)) return true
  if (stated instanceof Map) {
    if (!(own instanceof Map) || own.size !== stated.size) return false
    return [...stated].every(([name, value]) => own.get(name) === value)
  }
  if (Array.isArray(stated)) {
    if (!Array.isArray(own) || own.length !== stated.length) return false
    return stated.every((each) => own.some((one) => matches(each, one)))
  }
  if (typeof stated === 'object' && stated !== null) {
    if (typeof own !== 'object' || own === null) return false
    return Object.entries(stated).every(([member, value]) => matches(value, Reflect.get(own, member), member))
  }
  return stated === own || (typeof stated === 'string' && typeof own === 'string' && sameJson(stated, own))
}

function sameJson(a: string, b: string): boolean {
  try {
    return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b))
  } catch {
    return false
  }
}
