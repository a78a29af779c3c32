import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import { hmacSha256, sha256Hex } from '#kernel/hash.ts'
import { LruMap } from '#kernel/lru-map.ts'
import type { CacheTally } from '#kernel/observer.ts'
import type { CredentialScope } from './request.ts'
import { TERMINATOR } from './request.ts'
import { scopeText } from './string-to-sign.ts'

/** Gives the signing key of a secret access key for a scope. */
export type SigningKeys = (secretAccessKey: string, scope: CredentialScope) => KeyObject

/** Derives the signing key by four HMACs (same page, step 4). */
export const deriveSigningKey: SigningKeys = (secretAccessKey, { date, region, service }) => {
  let key = hmacSha256(`AWS4${secretAccessKey}`, date)
  for (const part of [region, service, TERMINATOR]) {
    const next = hmacSha256(key, part)
    key.fill(0)
    key = next
  }
  const signingKey = createSecretKey(key)
  key.fill(0)
  return signingKey
}

/** Remembers the `capacity` keys used last, under a hash: the cache holds no secret access key in the clear. */
export function cachedSigningKeys(capacity = 1000, tally?: CacheTally): SigningKeys {
  const cache = new LruMap<string, KeyObject>(capacity, tally)
  return (secretAccessKey, scope) => {
    const id = sha256Hex(`${scopeText(scope)}\n${secretAccessKey}`)
    const warm = cache.get(id)
    if (warm) return warm
    const key = deriveSigningKey(secretAccessKey, scope)
    cache.set(id, key)
    return key
  }
}
