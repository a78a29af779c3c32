import type { KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { MlDsaSet } from '../ml/parameter-sets.ts'
import type { Job, RsaBits } from './jobs.ts'
import { WorkerPool } from './worker-pool.ts'

/** What a thread is started with. */
export interface ThreadData {
  /** The nice value that it gives itself, where the system has such a thing for a single thread. */
  readonly nice: number
}

/** The lowest priority: generation takes only time that nothing else wants. */
const LOWEST = 19

export interface CryptoThreadsOptions {
  /** How many threads generate keys at most. */
  readonly generation?: number
  /** How many threads use private keys at most. */
  readonly privateKey?: number
}

/**
 * The threads for cryptography that would block the event loop. They start when they are first needed and keep no
 * process alive. Each method rejects when its thread crashes, and after `close`. Bytes cross in memory of their own, which
 * moves: a Buffer may share its memory with others.
 */
export class CryptoThreads {
  readonly #generation: WorkerPool<Job>
  readonly #privateKey: WorkerPool<Job>

  constructor({ generation = availableParallelism(), privateKey = availableParallelism() }: CryptoThreadsOptions = {}) {
    this.#generation = new WorkerPool(() => spawn({ nice: LOWEST }), generation)
    this.#privateKey = new WorkerPool(() => spawn({ nice: 0 }), privateKey)
  }

  /** A fresh RSA private key with public exponent 65,537, PKCS #8 in DER. */
  async generateRsa(bits: RsaBits): Promise<Buffer> {
    return given(await this.#generation.run({ kind: 'generate-rsa', bits }))
  }

  /** The RSA private-key primitive (RFC 8017 section 5.2.1). The block is as long as the modulus, and below it. */
  async rsaPrivate(key: KeyObject, block: Uint8Array): Promise<Buffer> {
    const own = Uint8Array.from(block)
    return given(await this.#privateKey.run({ kind: 'rsa-private', key, block: own }, [own.buffer]))
  }

  /** RSAES-OAEP (RFC 8017 section 7.1.2), no label. Undefined, with no reason told, when it does not decrypt. */
  async decryptOaep(key: KeyObject, hash: string, ciphertext: Uint8Array): Promise<Buffer | undefined> {
    const own = Uint8Array.from(ciphertext)
    return await this.#privateKey.run({ kind: 'oaep-decrypt', key, hash, ciphertext: own }, [own.buffer])
  }

  /** See `canonicalRsa`. The caller zeroes its bytes; the thread does so with its own. */
  async readRsa(pkcs8: Uint8Array, bits: RsaBits): Promise<Buffer | undefined> {
    const own = Uint8Array.from(pkcs8)
    return await this.#privateKey.run({ kind: 'read-rsa', pkcs8: own, bits }, [own.buffer])
  }

  /** Hedged ML-DSA of a message representative μ; see the job. */
  async signMu(set: MlDsaSet, secretKey: Uint8Array, mu: Uint8Array, entropy: Uint8Array): Promise<Buffer> {
    const job = {
      kind: 'sign-mu',
      set,
      secretKey: Uint8Array.from(secretKey),
      mu: Uint8Array.from(mu),
      entropy,
    } as const
    return given(await this.#privateKey.run(job, [job.secretKey.buffer]))
  }

  /** See `multiplyPoint`. The caller zeroes its bytes and the answer; the thread does so with its own. */
  async multiplySm2(scalar: Uint8Array, point: Uint8Array): Promise<Buffer | undefined> {
    const job = { kind: 'multiply-sm2', scalar: Uint8Array.from(scalar), point: Uint8Array.from(point) } as const
    return await this.#privateKey.run(job, [job.scalar.buffer])
  }

  /** Rejects what waits or runs, and resolves when every thread has ended. */
  async close(): Promise<void> {
    await Promise.all([this.#generation.close(), this.#privateKey.close()])
  }
}

function spawn(workerData: ThreadData): Worker {
  // Flags of the process, such as --input-type or --import, are not for this thread.
  return new Worker(new URL('./crypto-worker.ts', import.meta.url), { workerData, execArgv: [] })
}

function given(bytes: Buffer | undefined): Buffer {
  if (!bytes) throw new Error('a crypto thread answered without bytes')
  return bytes
}
