import { randomBytes, randomUUID } from 'node:crypto'

/** Unpredictable bytes: nonces, data keys, tokens, key material. Always the system's generator. */
export interface Secrets {
  bytes(length: number): Buffer
}

/** Identifiers: may be derived from a seed in a sandbox, so never a source of secrets. */
export interface Ids {
  uuid(): string
}

/** A number from 0 up to, and without, 1. */
export function chance(secrets: Secrets): number {
  return secrets.bytes(4).readUInt32BE() / 2 ** 32
}

export const systemSecrets: Secrets = { bytes: (length) => randomBytes(length) }
export const systemIds: Ids = { uuid: () => randomUUID() }
