import type { KeyObject } from 'node:crypto'
import { createSecretKey } from 'node:crypto'
import { lengthPrefixed, u32, utf8 } from '#kernel/bytes.ts'
import type { KeyId } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import { deriveKey } from './kdf.ts'

/** What is drawn from a seed: the same wherever the same seed is opened. Nothing of it is fit to be a nonce or a token. */
export interface Seed {
  /** In place of the instance key: KeyMaterialIds are made with it. */
  readonly instanceKey: KeyObject
  /** The identifier that is drawn as the `count`th of its kind in an account and Region: a UUID of version 4 by its form. */
  uuid(place: Pick<Scope, 'account' | 'region'>, kind: string, count: number): string
  /** Bytes for the material that a key of a spec has as its `number`th. */
  material(keyId: KeyId, spec: string, number: number): Secrets
}

/** All by SP 800-108 (see `deriveKey`) from the text of the seed, under a label for each use. */
export function openSeed(text: string): Seed {
  const root = derived(utf8(text), 'keystead sandbox seed v1')
  const ids = derived(root, 'keystead sandbox identifiers v1')
  const materials = derived(root, 'keystead sandbox key material v1')
  return {
    instanceKey: derived(root, 'keystead sandbox instance key v1'),
    uuid({ account, region }, kind, count) {
      const context = Buffer.concat([...[account, region, kind].map((part) => lengthPrefixed(part)), u32(count)])
      return uuidFrom(deriveKey(ids, 'identifier', context, 16))
    },
    material(keyId, spec, number) {
      let drawn = 0
      return {
        bytes(length) {
          const context = Buffer.concat([lengthPrefixed(keyId), lengthPrefixed(spec), u32(number), u32(++drawn)])
          return deriveKey(materials, 'material', context, length)
        },
      }
    },
  }
}

function derived(key: KeyObject | Uint8Array, label: string): KeyObject {
  const bytes = deriveKey(key, label, Buffer.alloc(0))
  const made = createSecretKey(bytes)
  bytes.fill(0)
  return made
}

/** RFC 9562 section 5.4: version and variant are set, the rest is as it is. */
function uuidFrom(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
