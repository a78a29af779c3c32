import { toBase64 } from '#kernel/bytes.ts'
import type { EpochMillis } from '#kernel/ids.ts'

export interface TrailKey {
  /** PKCS #1 in DER. */
  readonly publicKey: Uint8Array
  readonly fingerprint: string
}

/** What ListPublicKeys of CloudTrail answers, as it stands in the body: times in seconds, keys in base64. */
export interface PublicKeyList {
  readonly PublicKeyList: readonly {
    readonly Value: string
    readonly ValidityStartTime: number
    readonly ValidityEndTime: number
    readonly Fingerprint: string
  }[]
}

export const NO_KEYS: PublicKeyList = { PublicKeyList: [] }

/** Adds that a key signed the digests of a time. A key is valid for all the time that its digests speak for. */
export function withKey(list: PublicKeyList, key: TrailKey, from: EpochMillis, to: EpochMillis): PublicKeyList {
  const known = list.PublicKeyList.find(({ Fingerprint }) => Fingerprint === key.fingerprint)
  const others = list.PublicKeyList.filter((other) => other !== known)
  const entry = {
    Value: toBase64(key.publicKey),
    ValidityStartTime: known?.ValidityStartTime ?? from / 1000,
    ValidityEndTime: to / 1000,
    Fingerprint: key.fingerprint,
  }
  return { PublicKeyList: [...others, entry] }
}
