import { readFileSync } from 'node:fs'
import { fromBase64 } from '#kernel/bytes.ts'

/** What a check came to: the exit code of the command. */
export const VERDICT = { sound: 0, unreadable: 2, tampered: 3, cut: 4 } as const

export interface Verification {
  readonly code: (typeof VERDICT)[keyof typeof VERDICT]
  /** For people. */
  readonly lines: readonly string[]
}

/** What was asked for cannot be read. The message is for the operator. */
export class VerifyError extends Error {
  override readonly name = 'VerifyError'
}

/** Throws VerifyError. */
export function readOperatorFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new VerifyError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const KEY_BYTES = 32

/** The 32 bytes of an Ed25519 key: as the first start printed it, or PEM of SubjectPublicKeyInfo. Throws VerifyError. */
export function publicKeyIn(file: string): Buffer {
  const base64 = readOperatorFile(file)
    .replace(/-----[^-]+-----/g, '')
    .replace(/^.*Ed25519\s/, '')
    .replace(/\s/g, '')
  const bytes = fromBase64(base64)
  if (bytes && bytes.length >= KEY_BYTES) return bytes.subarray(-KEY_BYTES)
  throw new VerifyError(`${file} holds no Ed25519 public key: the base64 that the first start printed, or PEM.`)
}
