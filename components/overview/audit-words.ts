import type { AuditHealthDto } from '#console/dto/overview.ts'
import type { IconName } from '../ui/icons.ts'

interface AuditWords {
  readonly title: string
  readonly icon: IconName
  /** A text colour. */
  readonly tone: string
}

/** What can be said of the log from its head: never more than was looked at. */
export function auditWords({ trouble, holds }: AuditHealthDto): AuditWords {
  if (!holds) return { title: 'Audit log does not hold', icon: 'warning', tone: 'text-deletion' }
  if (trouble !== undefined) return { title: 'Calls cannot be answered', icon: 'warning', tone: 'text-warn' }
  return { title: 'Audit log intact', icon: 'shield', tone: 'text-enabled' }
}
