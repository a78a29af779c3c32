import { toBase64 } from '#kernel/bytes.ts'
import { constantTimeEqual } from '#kernel/hash.ts'
import { integrityValue, MAX_AAD, MAX_PLAINTEXT } from '../gcm-parts.ts'
import { openMessage, sealMessage } from '../message.ts'
import type { KeyedOperation } from '../operation.ts'
import type { AdmittedKey, XksCiphertext } from '../ports.ts'
import { constant, data, optionalData } from '../request.ts'

export const encrypt: KeyedOperation = {
  asks: 'Encrypt',
  prepare(content) {
    constant(content, 'encryptionAlgorithm', 'AES_GCM')
    const vouches = content.ciphertextDataIntegrityValueAlgorithm !== undefined
    if (vouches) constant(content, 'ciphertextDataIntegrityValueAlgorithm', 'SHA_256')
    const plaintext = data(content, 'plaintext', MAX_PLAINTEXT)
    const aad = optionalData(content, 'additionalAuthenticatedData', MAX_AAD)
    return (key, { secrets }) => {
      const material = key.current()
      const sealed = sealMessage(material, plaintext, aad, secrets)
      // Before the check: a byte that flips between the two is then found by whoever asked.
      const integrity = vouches && toBase64(integrityValue(aad, sealed))
      if (vouches) assertOpens(key, sealed, aad, plaintext)
      plaintext.fill(0)
      return {
        answer: {
          authenticationTag: toBase64(sealed.authenticationTag),
          ciphertext: toBase64(sealed.ciphertext),
          ciphertextMetadata: toBase64(sealed.ciphertextMetadata),
          initializationVector: toBase64(sealed.initializationVector),
          ...(integrity !== false && { ciphertextDataIntegrityValue: integrity }),
        },
        materialId: material.materialId,
      }
    }
  },
}

/** Whoever vouches for a ciphertext has decrypted it (XKS proxy API specification, Appendix C). */
function assertOpens(key: AdmittedKey, sealed: XksCiphertext, aad: Uint8Array, plaintext: Uint8Array): void {
  const opened = openMessage(key, sealed, aad)
  if (!opened || !constantTimeEqual(opened.bytes, plaintext)) throw new Error('what was encrypted does not decrypt')
  opened.bytes.fill(0)
}
