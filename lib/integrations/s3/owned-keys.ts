import { AWS_ACCOUNT, scopeKey } from '#kernel/scope.ts'
import { DATA_KEY_BYTES } from '../envelope.ts'
import { isRefused } from '../errors.ts'
import type { DataKey, EncryptionContext } from '../kms.ts'
import type { Context } from '../operation.ts'
import { createSerial } from '../serial.ts'

const OWNER = { kind: 'aws', service: 's3' } as const
const ALIAS = 'alias/s3'

/**
 * S3's own key in each Region, in the account of AWS: it is in no list of the customer, its use is in the log of AWS,
 * and it costs nothing. The first use makes it.
 */
export class OwnedKeys {
  readonly #one = createSerial()

  async dataKey(encryptionContext: EncryptionContext, { kms, call }: Context): Promise<DataKey> {
    const owner = kms.as(OWNER)
    const ask = () => owner.generateDataKey({ keyId: ALIAS, bytes: DATA_KEY_BYTES, context: encryptionContext })
    const known = await unlessMissing(ask)
    if (known) return known
    // Of those who come first at the same time, from whatever accounts, one makes the key.
    return this.#one(scopeKey({ ...call.scope, account: AWS_ACCOUNT }), async () => {
      const made = await unlessMissing(ask)
      if (made) return made
      await owner.createAlias(ALIAS, await owner.createKey('AWS owned key of Amazon S3'))
      return ask()
    })
  }

  open(blob: Uint8Array, encryptionContext: EncryptionContext, { kms }: Context): Promise<Buffer> {
    return kms.as(OWNER).decrypt(blob, encryptionContext)
  }
}

async function unlessMissing(ask: () => Promise<DataKey>): Promise<DataKey | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isRefused(error, 'NotFoundException')) return undefined
    throw error
  }
}
