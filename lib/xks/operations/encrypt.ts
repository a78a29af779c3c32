import type { JsonObject } from '#audit/record.ts'
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
      try {
        const material = key.current()
        const sealed = sealMessage(material, plaintext, aad, secrets)
        // Before the check: a byte that flips between the two is then found by whoever asked.
        const integrity = vouches ? toBase64(integrityValue(aad, sealed)) : undefined
        if (vouches) assertOpens(key, sealed, aad, plaintext)
        return { answer: answerOf(sealed, integrity), materialId: material.materialId }
      } finally {
        plaintext.fill(0)
      }
    }
  },
}

function answerOf(sealed: XksCiphertext, integrity: string | undefined): JsonObject {
  return {
    authenticationTag: toBase64(sealed.authenticationTag),
    ciphertext: toBase64(sealed.ciphertext),
    ciphertextMetadata: toBase64(sealed.ciphertextMetadata),
    initializationVector: toBase64(sealed.initializationVector),
    ...(integrity !== undefined && { ciphertextDataIntegrityValue: integrity }),
  }
}

/** Whoever vouches for a ciphertext has decrypted it (XKS proxy API specification, Appendix C). */
function assertOpens(key: AdmittedKey, sealed: XksCiphertext, aad: Uint8Array, plaintext: Uint8Array): void {
  const opened = openMessage(key, sealed, aad)
  const isSame = opened !== undefined && constantTimeEqual(opened.bytes, plaintext)
  opened?.bytes.fill(0)
  if (!isSame) throw new Error('what was encrypted does not decrypt')
}
