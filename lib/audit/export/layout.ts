import type { AccountId, EpochMillis, Region } from '#kernel/ids.ts'

/** Whose log it is: CloudTrail keeps a folder of log files, and a chain of digests, for each account and Region. */
export interface TrailPlace {
  readonly account: AccountId
  readonly region: Region
}

/** What an exported trail is called, in the names of its files and in its digests. */
export interface TrailNames {
  readonly bucket: string
  readonly trail: string
}

/**
 * Where a log file lies (CloudTrail user guide, "CloudTrail log file examples"). CloudTrail ends the name with 16 random
 * characters; here they are the first of the hash of its content, so that an export can be repeated.
 */
export function logFilePath({ account, region }: TrailPlace, time: EpochMillis, hash: string): string {
  const { day, minute } = stampOf(time)
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${minute}_${hash.slice(0, 16)}.json.gz`
}

/** Where a digest lies (CloudTrail user guide, "CloudTrail digest file structure"): named by the end of its hour. */
export function digestPath({ account, region }: TrailPlace, trail: string, end: EpochMillis): string {
  const { day, second } = stampOf(end)
  return `AWSLogs/${account}/CloudTrail-Digest/${region}/${day}/${account}_CloudTrail-Digest_${region}_${trail}_${region}_${second}.json.gz`
}

/** Where the metadata of a digest stand, which in S3 belong to the object: what signs it, and how. */
export function metadataPath(digest: string): string {
  return `${digest}.metadata.json`
}

function stampOf(time: EpochMillis) {
  const iso = new Date(time).toISOString()
  const [date = '', clock = ''] = iso.replaceAll(/[-:]/g, '').split('T')
  return {
    day: iso.slice(0, 10).replaceAll('-', '/'),
    minute: `${date}T${clock.slice(0, 4)}Z`,
    second: `${date}T${clock.slice(0, 6)}Z`,
  }
}
