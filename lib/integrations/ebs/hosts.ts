import { type SectorKey, sectorKey } from '#crypto/xts.ts'
import { sha256Hex } from '#kernel/hash.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { scopeKey } from '#kernel/scope.ts'
import { wrongState } from '../errors.ts'
import type { Context } from '../operation.ts'
import type { Item } from '../ports.ts'
import { contextOf, type Volume } from './volume.ts'

/**
 * The machines that instances run on. Each holds the data keys of the volumes that are attached to it in its memory
 * and nowhere else: AWS KMS is asked once, when a volume is attached, and again when the memory was lost.
 */
export class Hosts {
  readonly #keys = new Map<string, SectorKey>()

  /** The key of a volume, as its machine has it or gets it by the grant. */
  async keyOf(volume: Item<Volume>, context: Context): Promise<SectorKey> {
    const { Attachment: attachment, VolumeId: id } = volume.body
    if (!attachment) throw wrongState(`${id} is not attached to an instance.`)
    return this.#keys.get(nameOf(volume, context)) ?? this.fetch(volume, attachment.InstanceId, context)
  }

  /** Decrypts the data key of a volume on the machine of an instance. Throws KmsRefusal. */
  async fetch(volume: Item<Volume>, instanceId: string, context: Context): Promise<SectorKey> {
    const host = context.kms.as({ kind: 'host', instanceId })
    const plaintext = await host.decrypt(volume.data, contextOf(volume.body.VolumeId))
    const key = sectorKey(plaintext)
    plaintext.fill(0)
    this.#keys.set(nameOf(volume, context), key)
    return key
  }

  forget(volume: Item<Volume>, context: Context): void {
    this.#keys.delete(nameOf(volume, context))
  }

  forgetSandbox(sandbox: SandboxId): void {
    for (const name of this.#keys.keys()) if (name.startsWith(`${sandbox}/`)) this.#keys.delete(name)
  }

  clear(): void {
    this.#keys.clear()
  }
}

/** With the encrypted data key: a sandbox that begins anew may have another volume of the same id. */
function nameOf({ body, data }: Item<Volume>, { call }: Context): string {
  return `${scopeKey(call.scope)}/${body.VolumeId}/${sha256Hex(data)}`
}
