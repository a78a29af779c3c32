import type { EpochMillis } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'

/** How many attempts are free, and how long the wait may become. */
interface Rule {
  readonly free: number
  readonly longest: number
}

const SECOND = 1000
/** One who guesses at a user has no more than one guess a minute; the user waits no longer than that either. */
const BY_USER: Rule = { free: 5, longest: 60 * SECOND }
/** Many people can share an address. */
const BY_ADDRESS: Rule = { free: 20, longest: 15 * 60 * SECOND }
/** After as long without an attempt, nothing is remembered. */
const FORGOTTEN = 24 * 3600 * SECOND
const REMEMBERED = 10_000

export interface Attempt {
  readonly user: string
  readonly address: string
  readonly now: EpochMillis
}

/**
 * Growing waits for wrong passwords, by user name and by source address: none for the first few, then 1 second, 2, 4 and
 * so on. An attempt counts when it begins, so that many at once gain nothing.
 */
export interface Throttle {
  /** Milliseconds to wait, or 0: then the attempt is counted and may be made. */
  begin(attempt: Attempt): number
  /** It was right: the user's count ends, and the address gets its attempt back. */
  forgive(attempt: Attempt): void
  /** It was neither right nor wrong yet: it does not count. */
  undo(attempt: Attempt): void
}

interface Count {
  readonly attempts: number
  readonly last: EpochMillis
}

export function createThrottle(): Throttle {
  const users = new LruMap<string, Count>(REMEMBERED)
  const addresses = new LruMap<string, Count>(REMEMBERED)
  return {
    begin({ user, address: from, now }) {
      const address = networkOf(from)
      const wait = Math.max(waitOf(users.get(user), BY_USER, now), waitOf(addresses.get(address), BY_ADDRESS, now))
      if (wait > 0) return wait
      users.set(user, counted(users.get(user), now))
      addresses.set(address, counted(addresses.get(address), now))
      return 0
    },
    forgive({ user, address }) {
      users.delete(user)
      giveBack(addresses, networkOf(address))
    },
    undo({ user, address }) {
      giveBack(users, user)
      giveBack(addresses, networkOf(address))
    },
  }
}

/** Of an IPv6 address its first 64 bits: whoever has one has all that begin so (RFC 4291 section 2.5.4). */
function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.replace(/%.*/, '').split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const gap = tail === undefined ? 0 : 8 - groups.length - after.length - (address.includes('.') ? 1 : 0)
  const all = [...groups, ...Array.from({ length: gap }, () => '0'), ...after]
  return all.slice(0, 4).join(':')
}

function giveBack(counts: LruMap<string, Count>, name: string): void {
  const count = counts.get(name)
  if (count) counts.set(name, { ...count, attempts: Math.max(0, count.attempts - 1) })
}

function waitOf(count: Count | undefined, { free, longest }: Rule, now: EpochMillis): number {
  if (!count || count.attempts < free || now - count.last >= FORGOTTEN) return 0
  const wait = Math.min(longest, SECOND * 2 ** Math.min(count.attempts - free, 30))
  return Math.max(0, count.last + wait - now)
}

function counted(count: Count | undefined, now: EpochMillis): Count {
  const attempts = count && now - count.last < FORGOTTEN ? count.attempts : 0
  return { attempts: attempts + 1, last: now }
}
