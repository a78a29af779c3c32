/** What was answered to a load: what the data has to hold from then on. */
export interface Known {
  /** The operation of each acknowledged call since the last kill, by request id. */
  readonly calls: Map<string, string>
  readonly keys: KnownKey[]
}

export interface KnownKey {
  readonly id: string
  readonly ciphertexts: Ciphertext[]
  /** What is known of its deletion: a call that was under way at the kill may have been done or not. */
  deletion: 'none' | 'asked' | 'acknowledged'
  /** On demand; a key has 25 of them at most. */
  rotations: number
}

export interface Ciphertext {
  readonly blob: string
  readonly plaintext: string
}
