import { sha256Hex } from '#kernel/hash.ts'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { LruMap } from '#kernel/lru-map.ts'
import { scopeKey } from '#kernel/scope.ts'
import { DATA_KEY_BYTES } from '../envelope.ts'
import type { WrappedKey } from '../kms.ts'
import type { Context } from '../operation.ts'
import { bucketArn, contextOf, VIA } from './bucket.ts'

/** How long a bucket key is used before AWS KMS is asked for another, on the sandbox's clock. AWS does not say. */
export const LIFETIME = 300_000
const REMEMBERED = 1000

/** A key from which the data keys of many objects hang. It is shared: who gets it must not zero it. */
export interface BucketKey extends WrappedKey {
  readonly plaintext: Buffer
}

interface Held<V> {
  readonly until: EpochMillis
  readonly value: Promise<V>
}

/**
 * S3 Bucket Keys: S3 asks AWS KMS once for a key of the bucket and keeps it for a limited time (Amazon S3 user guide,
 * "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys"). Each requester gets one of their own, so that AWS KMS is
 * asked at least once whether they may; the same role with another session policy is another requester.
 */
export class BucketKeys {
  readonly #current = new LruMap<string, Held<BucketKey>>(REMEMBERED)
  readonly #opened = new LruMap<string, Held<Buffer>>(REMEMBERED)

  /** The key for new objects. */
  current(bucket: string, keyId: string, context: Context): Promise<BucketKey> {
    return held(this.#current, nameOf(`${bucket}/${keyId}`, context), context, async () => {
      const asked = { keyId, bytes: DATA_KEY_BYTES, context: contextOf(bucketArn(bucket, context)) }
      const key = await context.kms.as(VIA).generateDataKey(asked)
      const value = Promise.resolve(key.plaintext)
      this.#opened.set(nameOf(sha256Hex(key.blob), context), { until: endOf(context), value })
      return key
    })
  }

  /** One that an object was stored with. */
  opened(bucket: string, blob: Uint8Array, context: Context): Promise<Buffer> {
    return held(this.#opened, nameOf(sha256Hex(blob), context), context, () =>
      context.kms.as(VIA).decrypt(blob, contextOf(bucketArn(bucket, context))),
    )
  }

  forgetSandbox(sandbox: SandboxId): void {
    for (const keys of [this.#current, this.#opened]) keys.deleteWhere((name) => name.startsWith(`${sandbox}/`))
  }

  clear(): void {
    this.#current.clear()
    this.#opened.clear()
  }
}

const nameOf = (what: string, { call }: Context) => `${scopeKey(call.scope)}/${call.requester}/${what}`
const endOf = ({ call }: Context) => (call.now + LIFETIME) as EpochMillis

/** Those who ask at the same time share one call; one that fails is not kept. */
function held<V>(keys: LruMap<string, Held<V>>, name: string, context: Context, ask: () => Promise<V>): Promise<V> {
  const known = keys.get(name)
  const { now } = context.call
  // A clock that was set back does not make a key live longer.
  if (known && now < known.until && known.until - now <= LIFETIME) return known.value
  const value = ask()
  keys.set(name, { until: endOf(context), value })
  value.catch(() => keys.delete(name))
  return value
}
