import { utf8 } from '#kernel/bytes.ts'
import { isoSeconds } from '#kernel/clock.ts'
import { sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import { hourAfter } from './hours.ts'
import { digestPath, type TrailNames, type TrailPlace } from './layout.ts'
import type { LogFileEntry } from './log-file.ts'

/** Whoever signs the digests: RSASSA-PKCS1-v1_5 with SHA-256. */
export interface DigestSigner {
  readonly fingerprint: string
  sign(data: Uint8Array): Uint8Array
}

/** What a digest says of the one before it. */
export interface DigestLink {
  readonly path: string
  readonly sha256: string
  /** Hexadecimal. */
  readonly signature: string
}

export interface Digest extends DigestLink {
  readonly text: string
}

/** What is kept with a digest, as S3 would keep it: the object's metadata. */
export interface DigestMetadata {
  readonly signature: string
  readonly 'signature-algorithm': typeof ALGORITHM
}

const ALGORITHM = 'SHA256withRSA'
const HASH_ALGORITHM = 'SHA-256'

interface DigestFacts {
  readonly place: TrailPlace
  readonly names: TrailNames
  /** When its hour begins. */
  readonly hour: EpochMillis
  readonly logFiles: readonly LogFileEntry[]
  /** Null for the first of a chain. */
  readonly previous: DigestLink | null
}

/** The digest of an hour (CloudTrail user guide, "CloudTrail digest file structure"), members in AWS's order. */
export function signedDigest(facts: DigestFacts, signer: DigestSigner): Digest {
  const { place, names, hour, logFiles, previous } = facts
  const end = isoSeconds(hourAfter(hour))
  const path = digestPath(place, names.trail, hourAfter(hour))
  const text = JSON.stringify({
    awsAccountId: place.account,
    digestStartTime: isoSeconds(hour),
    digestEndTime: end,
    digestS3Bucket: names.bucket,
    digestS3Object: path,
    digestPublicKeyFingerprint: signer.fingerprint,
    digestSignatureAlgorithm: ALGORITHM,
    newestEventTime:
      logFiles
        .map(({ newestEventTime }) => newestEventTime)
        .sort()
        .at(-1) ?? null,
    oldestEventTime:
      logFiles
        .map(({ oldestEventTime }) => oldestEventTime)
        .sort()
        .at(0) ?? null,
    ...previousMembers(previous, names.bucket),
    logFiles: logFiles.map((file) => logFileMember(file, names.bucket)),
  })
  const sha256 = sha256Hex(text)
  const signed = `${end}\n${names.bucket}/${path}\n${sha256}\n${previous?.signature ?? 'null'}`
  return { path, text, sha256, signature: Buffer.from(signer.sign(utf8(signed))).toString('hex') }
}

export function digestMetadata({ signature }: DigestLink): DigestMetadata {
  return { signature, 'signature-algorithm': ALGORITHM }
}

const NONE_BEFORE = {
  previousDigestS3Bucket: null,
  previousDigestS3Object: null,
  previousDigestHashValue: null,
  previousDigestHashAlgorithm: null,
  previousDigestSignature: null,
} as const

function previousMembers(previous: DigestLink | null, bucket: string) {
  if (previous === null) return NONE_BEFORE
  return {
    previousDigestS3Bucket: bucket,
    previousDigestS3Object: previous.path,
    previousDigestHashValue: previous.sha256,
    previousDigestHashAlgorithm: HASH_ALGORITHM,
    previousDigestSignature: previous.signature,
  }
}

function logFileMember({ path, sha256, newestEventTime, oldestEventTime }: LogFileEntry, bucket: string) {
  return {
    s3Bucket: bucket,
    s3Object: path,
    hashValue: sha256,
    hashAlgorithm: HASH_ALGORITHM,
    newestEventTime,
    oldestEventTime,
  }
}
