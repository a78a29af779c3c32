import type { Secrets } from '#kernel/random.ts'
import type { CryptoThreads } from './threads/crypto-threads.ts'

/** What cryptography needs of its surroundings. */
export interface Engine {
  readonly secrets: Secrets
  /** For work that would block the event loop: RSA generation, private-key operations, multiplication of points. */
  readonly threads: CryptoThreads
}
