import type { AccountId, Region } from '#kernel/ids.ts'
import type { KeySpec, SigningAlgorithmSpec } from '#model/api.ts'

/** A key that was made. */
export interface ShelvedKey {
  readonly keyId: string
  readonly account: AccountId
  readonly region: Region
  readonly spec: KeySpec
}

const SIGNING: Partial<Record<KeySpec, SigningAlgorithmSpec>> = {
  RSA_2048: 'RSASSA_PSS_SHA_256',
  ECC_NIST_P384: 'ECDSA_SHA_384',
  ECC_SECG_P256K1: 'ECDSA_SHA_256',
  ECC_NIST_EDWARDS25519: 'ED25519_SHA_512',
  ML_DSA_65: 'ML_DSA_SHAKE_256',
}

/** The keys of the sample, and its grants, by their names. */
export class Shelf {
  readonly #keys = new Map<string, ShelvedKey>()
  readonly #grants = new Map<string, string>()
  /** The custom key store that keys may be made in. */
  keyStore = ''

  put(name: string, key: ShelvedKey): void {
    this.#keys.set(name, key)
  }

  key(name: string): ShelvedKey {
    const key = this.#keys.get(name)
    if (!key) throw new Error(`the sample has no key ${name} yet`)
    return key
  }

  arn(name: string): string {
    const { keyId, account, region } = this.key(name)
    return `arn:aws:kms:${region}:${account}:key/${keyId}`
  }

  signingAlgorithm(name: string): SigningAlgorithmSpec {
    const algorithm = SIGNING[this.key(name).spec]
    if (!algorithm) throw new Error(`${name} does not sign`)
    return algorithm
  }

  putGrant(name: string, grantId: string): void {
    this.#grants.set(name, grantId)
  }

  grant(name: string): string {
    const grantId = this.#grants.get(name)
    if (grantId === undefined) throw new Error(`the sample has no grant ${name} yet`)
    return grantId
  }
}
