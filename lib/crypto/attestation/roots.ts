import type { Certificate } from './certificate.ts'
import { readCertificate } from './certificate.ts'

/** The certificates that every chain of an attestation must begin with. */
export type AttestationRoots = readonly Certificate[]

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/**
 * The certificates of a PEM file; what stands around them is skipped. Empty where there is none; undefined when one is
 * no certificate authority with a P-384 key.
 */
export function readRoots(pem: string): AttestationRoots | undefined {
  const roots = [...pem.matchAll(PEM)].map(([, base64 = '']) => readCertificate(Buffer.from(base64, 'base64')))
  const sound = roots.filter((root) => root !== undefined).filter((root) => root.isAuthority && root.signsCertificates)
  return sound.length === roots.length ? sound : undefined
}
