import type { Secrets } from '#kernel/random.ts'
import type { CryptoThreads } from './threads/crypto-threads.ts'

/** What cryptography needs of its surroundings. */
export interface Engine {
  readonly secrets: Secrets
  /** For work that would block the event loop: RSA generation and RSA private-key operations. */
  readonly threads: CryptoThreads
}
