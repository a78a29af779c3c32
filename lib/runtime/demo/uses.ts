import { utf8 } from '#kernel/bytes.ts'
import type { Input, OperationName, Output } from '#model/api.ts'
import type { Draw } from './draw.ts'
import type { Shelf } from './shelf.ts'
import type { Stage } from './stage.ts'
import type { Kind, Traffic } from './traffic.ts'

/** Ciphertexts of a key that are kept to be opened again later. */
const KEPT = 48
/** How much of what is opened is among the newest quarter of them. */
const RECENT = 0.7

/** Makes the calls that traffic comes to, with what earlier calls gave. */
export class Uses {
  readonly #stage: Stage
  readonly #shelf: Shelf
  readonly #draw: Draw
  readonly #kept = new Map<string, Uint8Array[]>()
  #number = 0

  constructor(stage: Stage, shelf: Shelf, draw: Draw) {
    this.#stage = stage
    this.#shelf = shelf
    this.#draw = draw
  }

  make(traffic: Traffic): Promise<void> {
    return this.#kinds[traffic.does](traffic, this.#shelf.arn(traffic.key))
  }

  readonly #kinds: Readonly<Record<Kind, (traffic: Traffic, KeyId: string) => Promise<void>>> = {
    encrypt: async (traffic, KeyId) => {
      const input = { KeyId, Plaintext: this.#message(), ...sealing(traffic), ...this.#padding(traffic) }
      this.#keep(traffic, (await this.#call(traffic, 'Encrypt', input))?.CiphertextBlob)
    },
    'data key': async (traffic, KeyId) => {
      const made = await this.#call(traffic, 'GenerateDataKey', { KeyId, KeySpec: 'AES_256', ...sealing(traffic) })
      this.#keep(traffic, made?.CiphertextBlob)
    },
    decrypt: async (traffic, KeyId) => {
      const CiphertextBlob = this.#pick(traffic)
      if (!CiphertextBlob) return
      await this.#call(traffic, 'Decrypt', { KeyId, CiphertextBlob, ...sealing(traffic), ...this.#padding(traffic) })
    },
    sign: async (traffic, KeyId) => {
      const SigningAlgorithm = this.#shelf.signingAlgorithm(traffic.key)
      await this.#call(traffic, 'Sign', { KeyId, Message: this.#message(), SigningAlgorithm })
    },
    mac: async (traffic, KeyId) => {
      const Message = utf8('order 4711')
      const made = await this.#call(traffic, 'GenerateMac', { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' })
      this.#keep(traffic, made?.Mac)
    },
    'verify mac': async (traffic, KeyId) => {
      const Mac = this.#pick(traffic)
      const input = { KeyId, Message: utf8('order 4711'), MacAlgorithm: 'HMAC_SHA_256' } as const
      if (Mac) await this.#call(traffic, 'VerifyMac', { ...input, Mac })
    },
    agree: async (traffic, KeyId) => {
      const { PublicKey } = await this.#stage.kms('root@globex', 'GetPublicKey', {
        KeyId: this.#shelf.arn('globex-ecdh'),
      })
      if (!PublicKey) throw new Error('GetPublicKey answered without PublicKey')
      await this.#call(traffic, 'DeriveSharedSecret', { KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey })
    },
    encapsulate: async (traffic, KeyId) => {
      const EncapsulationAlgorithm = 'ML_KEM'
      const made = await this.#call(traffic, 'Encapsulate', { KeyId, EncapsulationAlgorithm })
      const { SharedSecretCiphertextBlob } = made ?? {}
      if (!SharedSecretCiphertextBlob) return
      await this.#call(traffic, 'Decapsulate', { KeyId, EncapsulationAlgorithm, SharedSecretCiphertextBlob })
    },
    describe: async (traffic, KeyId) => void (await this.#call(traffic, 'DescribeKey', { KeyId })),
    'public key': async (traffic, KeyId) => void (await this.#call(traffic, 'GetPublicKey', { KeyId })),
  }

  async #call<N extends OperationName>(traffic: Traffic, name: N, input: Input<N>): Promise<Output<N> | undefined> {
    const { as, key, refused } = traffic
    const { region } = this.#shelf.key(key)
    if (refused === undefined) return this.#stage.kms(as, name, input, region)
    await this.#stage.refused(as, name, input, refused, region)
    return undefined
  }

  #padding({ key }: Traffic): { readonly EncryptionAlgorithm?: 'RSAES_OAEP_SHA_256' } {
    return this.#shelf.key(key).spec.startsWith('RSA') ? { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } : {}
  }

  #message(): Uint8Array {
    this.#number += 1
    return utf8(`record ${this.#number}`)
  }

  #keep(traffic: Traffic, made: Uint8Array | undefined): void {
    if (!made) return
    const kept = this.#kept.get(poolOf(traffic)) ?? []
    kept.push(made)
    // The oldest go slowly, so that older materials are still asked for.
    if (kept.length > KEPT) kept.splice(Math.floor(this.#draw() * kept.length), 1)
    this.#kept.set(poolOf(traffic), kept)
  }

  #pick(traffic: Traffic): Uint8Array | undefined {
    const kept = this.#kept.get(poolOf(traffic)) ?? []
    const from = this.#draw() < RECENT ? Math.floor(kept.length * 0.75) : 0
    return kept[from + Math.floor(this.#draw() * (kept.length - from))]
  }
}

const poolOf = ({ key, context }: Traffic) => `${key} ${JSON.stringify(context ?? {})}`

function sealing({ context }: Traffic): { readonly EncryptionContext?: ReadonlyMap<string, string> } {
  return context ? { EncryptionContext: new Map(Object.entries(context)) } : {}
}
