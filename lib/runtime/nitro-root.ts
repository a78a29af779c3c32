import { readFileSync } from 'node:fs'
import type { AttestationRoots } from '#crypto/attestation/roots.ts'
import { readRoots } from '#crypto/attestation/roots.ts'
import { ConfigError } from './config.ts'

const NAME = 'KEYSTEAD_NITRO_ROOT'

/**
 * The certificates that attestation documents must come from, where the configuration names a file of them. Throws
 * ConfigError when there is none in it, or one that cannot be a root of the Nitro attestation PKI.
 */
export function readNitroRoots(file: string | undefined): AttestationRoots | undefined {
  if (file === undefined) return undefined
  const roots = readRoots(textOf(file))
  if (!roots) throw fault(`${file} holds a certificate that is no certificate authority with a P-384 key`)
  if (roots.length === 0) throw fault(`${file} holds no certificate in PEM`)
  return roots
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw fault(error instanceof Error ? error.message : `${file} cannot be read`)
  }
}

function fault(text: string): ConfigError {
  return new ConfigError([`${NAME}: ${text}`])
}
