import type { EpochMillis } from '#kernel/ids.ts'
import type { Certificate } from './certificate.ts'
import type { AttestationRoots } from './roots.ts'

export type ChainFault = 'expired' | 'not-yet-valid' | 'stranger' | 'broken-chain'

/**
 * What speaks against a chain of certificates, from its root down to the one whose key signs documents: the path
 * validation of RFC 5280 section 6 as AWS asks for it ("Nitro Enclaves Attestation Process", section 3.2.3), without
 * revocation lists. Undefined when nothing does. Signatures, which take time, are checked last.
 */
export function chainFault(
  chain: readonly Certificate[],
  roots: AttestationRoots,
  now: EpochMillis,
): ChainFault | undefined {
  const [root] = chain
  if (!root || !roots.some(({ x509 }) => x509.raw.equals(root.x509.raw))) return 'stranger'
  if (chain.some(({ validFrom }) => now < validFrom)) return 'not-yet-valid'
  if (chain.some(({ validTo }) => now > validTo)) return 'expired'
  const isSound = chain.every((certificate, index) => hasItsPart(certificate, chain.length - index - 1))
  return isSound && chain.every((certificate, index) => isIssued(certificate, chain[index - 1]))
    ? undefined
    : 'broken-chain'
}

/** Whether a certificate may stand where it does: the last signs data, those before it certificates. */
function hasItsPart({ isAuthority, pathLength, signsCertificates, signsData }: Certificate, below: number): boolean {
  if (below === 0) return !isAuthority && signsData
  return isAuthority && signsCertificates && (pathLength === undefined || below - 1 <= pathLength)
}

/** Names and signature. The root is trusted as it is. */
function isIssued({ x509 }: Certificate, issuer: Certificate | undefined): boolean {
  return issuer === undefined || (x509.checkIssued(issuer.x509) && x509.verify(issuer.x509.publicKey))
}
