import { verify } from 'node:crypto'
import type { EpochMillis } from '#kernel/ids.ts'
import { readCertificate } from './certificate.ts'
import type { ChainFault } from './chain.ts'
import { chainFault } from './chain.ts'
import type { AttestationDocument } from './document.ts'
import { readDocument } from './document.ts'
import type { RecipientKey } from './recipient-key.ts'
import { readRecipientKey } from './recipient-key.ts'
import type { AttestationRoots } from './roots.ts'

export type AttestationFault = ChainFault | 'malformed' | 'bad-signature' | 'no-public-key' | 'unfit-public-key'

/** What a document proves: who asks, and the key that only they can decrypt with. */
export interface Attestation extends Pick<AttestationDocument, 'platform' | 'moduleId' | 'pcrs'> {
  readonly recipient: RecipientKey
}

/**
 * Verifies a signed attestation document against the roots, at a moment of the wall clock: its form, its chain of
 * certificates, then its signature, then the public key in it.
 */
export function verifyAttestation(
  bytes: Uint8Array,
  roots: AttestationRoots,
  now: EpochMillis,
): Attestation | AttestationFault {
  const read = readDocument(bytes)
  if (!read) return 'malformed'
  const { document, signed, signature } = read
  const leaf = readCertificate(document.certificate)
  const authorities = document.bundle.map(readCertificate).filter((one) => one !== undefined)
  if (!leaf || authorities.length !== document.bundle.length) return 'malformed'
  const fault = chainFault([...authorities, leaf], roots, now)
  if (fault) return fault
  const key = { key: leaf.x509.publicKey, dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha384', signed, key, signature)) return 'bad-signature'
  return attestationOf(document)
}

function attestationOf({ platform, moduleId, pcrs, publicKey }: AttestationDocument): Attestation | AttestationFault {
  if (!publicKey) return 'no-public-key'
  const recipient = readRecipientKey(publicKey)
  return recipient ? { platform, moduleId, pcrs, recipient } : 'unfit-public-key'
}
