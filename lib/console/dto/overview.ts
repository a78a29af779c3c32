import type { LogCheckDto } from './events.ts'
import type { FacetDto } from './keys.ts'

/** What a Region holds, in figures; the frame counts with it and the overview shows it. */
export interface SummaryDto {
  /** Customer managed keys. */
  readonly customer: number
  readonly managed: number
  /** Of customer managed keys. */
  readonly aliases: number
  /** Customer managed keys that are members of a multi-Region key. */
  readonly multiRegion: number
  /** Absent where the caller may not see them. */
  readonly keyStores?: number
  /** Grants in force on customer managed keys. */
  readonly grants: number
  /** Of customer managed keys; states and usages that no key has are left out. */
  readonly states: readonly FacetDto[]
  readonly usages: readonly FacetDto[]
  readonly origins: readonly FacetDto[]
  /** The nearest first. */
  readonly upcoming: readonly UpcomingDto[]
  /** All that is to come, also where `upcoming` ends before it. */
  readonly upcomingTotal: number
}

/** Something that will happen to a key by itself. */
export interface UpcomingDto {
  readonly kind: 'rotation' | 'deletion' | 'expiry'
  readonly at: number
  readonly keyId: string
  /** Its first alias, with the prefix. */
  readonly alias?: string
}

/** How far the audit log of the sandbox goes, and what vouches for it. */
export interface AuditHealthDto {
  readonly events: number
  /** The newest signed checkpoint, its root in hexadecimal, `at` by the wall clock; absent before the first. */
  readonly signed?: { readonly size: number; readonly root: string; readonly at: number }
  /** Whether that checkpoint fits the log: signature and root. */
  readonly holds: boolean
  /** Why calls cannot be answered now, when so. */
  readonly trouble?: string
  /** For the administrator: what the last check of the whole log came to. */
  readonly lastCheck?: LogCheckDto
}
