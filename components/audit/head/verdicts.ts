import type { LogCheckDto } from '#console/dto/events.ts'
import type { IconName } from '../../ui/icons.ts'

interface Look {
  readonly icon: IconName
  readonly ink: string
  readonly title: string
}

/** What a check of the whole log came to, for people. */
export const VERDICTS: Readonly<Record<LogCheckDto['verdict'], Look>> = {
  sound: { icon: 'shield', ink: 'text-enabled', title: 'The log is sound' },
  tampered: { icon: 'warning', ink: 'text-deletion', title: 'The log was tampered with' },
  cut: { icon: 'warning', ink: 'text-deletion', title: 'The end of the log is missing' },
  unreadable: { icon: 'warning', ink: 'text-unavail', title: 'The log could not be read' },
}
