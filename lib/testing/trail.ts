import { createHash, createPublicKey, verify } from 'node:crypto'
import { draftText, envelopeText } from '#audit/canonical.ts'
import type { EventDraft } from '#audit/event.ts'
import type { PublicKeyList } from '#audit/export/public-keys.ts'
import type { LoggedEvent } from '#audit/export/trail-record.ts'
import { serviceEventRecord } from '#audit/record.ts'
import type { AccountId, EpochMillis, Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'

export interface EventFacts {
  readonly at: string
  /** When it was written; at the time of the event where it is left out. */
  readonly writtenAt?: string
  readonly account?: string
  readonly region?: string
  readonly details?: Readonly<Record<string, string>>
}

/** An event of the service, for a log. */
export function trailDraft(n: number, { at, writtenAt = at, details = {}, ...place }: EventFacts): EventDraft {
  const account = (place.account ?? '111122223333') as AccountId
  const region = (place.region ?? 'us-east-1') as Region
  const eventId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  const keyArn = `arn:aws:kms:${region}:${account}:key/${eventId}`
  const eventTime = Date.parse(at) as EpochMillis
  const facts = { eventName: 'RotateKey', time: eventTime, region, account, eventId, keyArn, details } as const
  return {
    ...{ sandbox: MAIN_SANDBOX, account, region, eventId, requestId: null, eventTime, eventName: 'RotateKey' },
    ...{ principal: 'kms.amazonaws.com', readOnly: false, outcome: 'ok', resources: [keyArn], keyUse: false },
    record: serviceEventRecord(facts),
    decisions: [],
    wallTime: Date.parse(writtenAt) as EpochMillis,
  }
}

/** A log of such events, from the sequence number 1 on. */
export function trailLog(events: readonly EventFacts[]): readonly LoggedEvent[] {
  return events.map((facts, index) => ({
    seq: index + 1,
    text: envelopeText(index + 1, draftText(trailDraft(index + 1, facts))),
  }))
}

/** An exported trail, its files uncompressed, by path. */
export type TrailFiles = ReadonlyMap<string, string>

export interface Verdict {
  readonly digests: number
  readonly logFiles: number
  /** What is wrong, in the order of discovery. */
  readonly faults: readonly string[]
}

type Members = Readonly<Record<string, string | null>>
type DigestBody = Members & { readonly logFiles: readonly Members[] }

/** Walks each chain from its newest digest back to its first, as AWS's own validator does. */
export function verifyTrail(files: TrailFiles, keys: PublicKeyList, bucket: string): Verdict {
  const verdict = { digests: 0, logFiles: 0, faults: [] as string[] }
  const digests = [...files.keys()].filter((path) => /\/CloudTrail-Digest\/.*\.json\.gz$/.test(path)).sort()
  const newest = new Map(digests.map((path) => [path.split('/').slice(0, 4).join('/'), path]))
  for (const start of newest.values()) {
    for (let path: string | null = start; path !== null; ) {
      const fault = faultOf(path, files, keys, bucket)
      if (fault !== undefined) {
        verdict.faults.push(`${path}: ${fault}`)
        break
      }
      const body: DigestBody = JSON.parse(files.get(path) ?? '')
      verdict.digests++
      for (const { s3Object, hashValue } of body.logFiles) {
        const text = files.get(s3Object ?? '')
        if (text !== undefined && sha256(text) === hashValue) verdict.logFiles++
        else verdict.faults.push(`${s3Object}: ${text === undefined ? 'missing' : 'changed'}`)
      }
      const [before, hash]: readonly (string | null | undefined)[] = [
        body.previousDigestS3Object,
        body.previousDigestHashValue,
      ]
      const previous = before === null || before === undefined ? undefined : files.get(before)
      if (previous !== undefined && sha256(previous) !== hash)
        verdict.faults.push(`${before}: not what was signed next`)
      path = before ?? null
    }
  }
  return verdict
}

function faultOf(path: string, files: TrailFiles, keys: PublicKeyList, bucket: string): string | undefined {
  const text = files.get(path)
  const metadata = files.get(`${path}.metadata.json`)
  if (text === undefined || metadata === undefined) return 'missing'
  const body: DigestBody = JSON.parse(text)
  if (body.digestS3Bucket !== bucket || body.digestS3Object !== path) return 'moved'
  const key = keys.PublicKeyList.find(({ Fingerprint }) => Fingerprint === body.digestPublicKeyFingerprint)
  if (!key) return 'signed by an unknown key'
  const signed = `${body.digestEndTime}\n${bucket}/${path}\n${sha256(text)}\n${body.previousDigestSignature ?? 'null'}`
  const publicKey = createPublicKey({ key: Buffer.from(key.Value, 'base64'), format: 'der', type: 'pkcs1' })
  const signature = Buffer.from(JSON.parse(metadata).signature, 'hex')
  return verify('sha256', Buffer.from(signed), publicKey, signature) ? undefined : 'not signed'
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
