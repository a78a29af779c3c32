import type { QueryParams } from '#console/dto/queries.ts'

/** How far back the chart goes. */
export const RANGES = [
  { value: '1h', label: '1 h' },
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
] as const

export type Range = (typeof RANGES)[number]['value']

const HOUR = 3_600_000

/** All calls but what looking at the console leaves in the log. */
export const REQUESTS = { own: 'hide' } as const satisfies QueryParams

export function rangeOf(value: string | readonly string[] | null | undefined): Range {
  return RANGES.find((range) => range.value === value)?.value ?? '24h'
}

export function requestParams(range: Range): QueryParams {
  return { ...REQUESTS, range, ...(range === '7d' ? { bucket: String(HOUR) } : {}) }
}

export const deniedParams: QueryParams = { outcome: 'denied', range: '1h' }

/** The events that a figure counts, in the audit log, which leaves its own reads out too. */
export function auditHref(audit: string, range: Range, more: Readonly<Record<string, string>> = {}): string {
  return `${audit}?${new URLSearchParams({ range, ...more })}`
}
