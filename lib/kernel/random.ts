import { randomBytes, randomUUID } from 'node:crypto'

/** Unpredictable bytes: nonces, data keys, tokens, key material. Always the system's generator. */
export interface Secrets {
  bytes(length: number): Buffer
}

/** Identifiers: may be derived from a seed in a sandbox, so never a source of secrets. */
export interface Ids {
  uuid(): string
}

export const systemSecrets: Secrets = { bytes: (length) => randomBytes(length) }
export const systemIds: Ids = { uuid: () => randomUUID() }
