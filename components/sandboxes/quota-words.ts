import type { QuotaProfileDto } from '#console/dto/quotas.ts'

/** The profiles of request quotas, as they are told. */
export const QUOTA_PROFILES: readonly { readonly value: QuotaProfileDto; readonly label: string }[] = [
  { value: 'off', label: 'Off' },
  { value: 'aws', label: 'AWS' },
  { value: 'brief', label: 'Brief' },
]

const NOTES: Readonly<Record<QuotaProfileDto, string>> = {
  off: 'No call is throttled.',
  aws: 'Calls are throttled as AWS does today.',
  brief: 'Calls are throttled by the figures that AWS had before 2024.',
}

export const quotaNote = (profile: QuotaProfileDto) => NOTES[profile]
