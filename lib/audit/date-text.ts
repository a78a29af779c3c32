import type { EpochMillis } from '#kernel/ids.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const two = (value: number): string => String(value).padStart(2, '0')

/** `Aug 10, 2022, 10:38:27 PM`, UTC: how CloudTrail shows dates inside requests and answers of AWS KMS. */
export function dateText(time: EpochMillis): string {
  const date = new Date(time)
  const hours = date.getUTCHours()
  const clock = `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`
  return `${day}, ${clock} ${hours < 12 ? 'AM' : 'PM'}`
}
