import { createPublicKey, diffieHellman, type KeyObject } from 'node:crypto'
import { asBuffer } from '../key-pair.ts'
import type { AgreementAlgorithm } from '../key-spec.ts'
import { type Curve, isPointOf } from './curves.ts'

/**
 * ECDH, the x-coordinate as it is (SP 800-56A section 5.7.1.2). OpenSSL checks that the point lies on the curve, but
 * takes a curve's explicit parameters for its name: the name is demanded here.
 */
export function ecdh(curve: Curve): AgreementAlgorithm {
  return {
    name: 'ECDH',
    derive: async ({ privateKey }, peer) => {
      const publicKey = isPointOf(curve, peer) ? readPoint(peer) : undefined
      return publicKey && diffieHellman({ privateKey, publicKey })
    },
  }
}

function readPoint(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: asBuffer(spki), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}
