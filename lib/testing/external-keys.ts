import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type {
  ExternalKey,
  XksCiphertext,
  XksEndpoint,
  XksFailure,
  XksHealth,
  XksHealthMetadata,
  XksKeyMetadata,
  XksProxy,
  XksRequestMetadata,
} from '#xks/ports.ts'
import { XksProxyError } from '#xks/ports.ts'

/** A call to the proxy, with what it was told. */
export interface ExternalCall {
  readonly operation: 'health' | 'metadata' | 'encrypt' | 'decrypt'
  readonly endpoint: XksEndpoint
  readonly externalKeyId?: string
  readonly about: XksHealthMetadata | XksRequestMetadata
}

const USABLE: XksKeyMetadata = { keySpec: 'AES_256', keyUsage: ['DECRYPT', 'ENCRYPT'], keyStatus: 'ENABLED' }

/** An external key manager in the test's own memory, behind every endpoint: keys come to be when they are asked for. */
export class TestExternalKeys implements XksProxy {
  readonly calls: ExternalCall[] = []
  /** What every call fails by; undefined while it is well. */
  failure: XksFailure | undefined
  /** Of the one key manager behind the proxy. */
  healthStatus: XksHealth['ekmFleetDetails'][number]['healthStatus'] = 'ACTIVE'
  /** What a key is, where it is not as it should be. */
  readonly facts = new Map<string, XksKeyMetadata>()
  readonly #keys = new Map<string, Buffer>()

  /** As if the key were destroyed: one of the same id has other material. */
  forget(externalKeyId: string): void {
    this.#keys.delete(externalKeyId)
  }

  async health(endpoint: XksEndpoint, about: XksHealthMetadata): Promise<XksHealth> {
    this.#called({ operation: 'health', endpoint, about })
    return {
      xksProxyFleetSize: 1,
      xksProxyVendor: 'Keystead',
      xksProxyModel: 'test',
      ekmVendor: 'Keystead',
      ekmFleetDetails: [{ id: '1', model: 'test', healthStatus: this.healthStatus }],
    }
  }

  async metadata({ endpoint, externalKeyId }: ExternalKey, about: XksRequestMetadata): Promise<XksKeyMetadata> {
    this.#called({ operation: 'metadata', endpoint, externalKeyId, about })
    return this.facts.get(externalKeyId) ?? USABLE
  }

  async encrypt(
    { endpoint, externalKeyId }: ExternalKey,
    plaintext: Uint8Array,
    aad: Uint8Array,
    about: XksRequestMetadata,
  ): Promise<XksCiphertext> {
    this.#called({ operation: 'encrypt', endpoint, externalKeyId, about })
    const initializationVector = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key(externalKeyId), initializationVector).setAAD(aad)
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
    const authenticationTag = cipher.getAuthTag()
    return { ciphertext, initializationVector, authenticationTag, ciphertextMetadata: Buffer.from('v1') }
  }

  async decrypt(
    { endpoint, externalKeyId }: ExternalKey,
    sealed: XksCiphertext,
    aad: Uint8Array,
    about: XksRequestMetadata,
  ): Promise<Buffer> {
    this.#called({ operation: 'decrypt', endpoint, externalKeyId, about })
    const decipher = createDecipheriv('aes-256-gcm', this.#key(externalKeyId), sealed.initializationVector)
    decipher.setAAD(aad).setAuthTag(sealed.authenticationTag)
    try {
      return Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()])
    } catch (cause) {
      throw new XksProxyError('InvalidCiphertextException', 'not what was encrypted', { cause })
    }
  }

  #called(call: ExternalCall): void {
    this.calls.push(call)
    if (this.failure) throw new XksProxyError(this.failure, 'as the test wants it')
  }

  #key(externalKeyId: string): Buffer {
    const known = this.#keys.get(externalKeyId) ?? randomBytes(32)
    this.#keys.set(externalKeyId, known)
    return known
  }
}
