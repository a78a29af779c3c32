import { toBase64 } from '#kernel/bytes.ts'
import { invalidCiphertext } from '../errors.ts'
import { IV_BYTES, MAX_AAD, MAX_METADATA, MAX_PLAINTEXT, TAG_BYTES } from '../gcm-parts.ts'
import { openMessage } from '../message.ts'
import type { KeyedOperation } from '../operation.ts'
import { constant, data, exactly, optionalData } from '../request.ts'

export const decrypt: KeyedOperation = {
  asks: 'Decrypt',
  prepare(content) {
    constant(content, 'encryptionAlgorithm', 'AES_GCM')
    const message = {
      ciphertext: data(content, 'ciphertext', MAX_PLAINTEXT),
      ciphertextMetadata: optionalData(content, 'ciphertextMetadata', MAX_METADATA),
      initializationVector: exactly(content, 'initializationVector', IV_BYTES),
      authenticationTag: exactly(content, 'authenticationTag', [TAG_BYTES]),
    }
    const aad = optionalData(content, 'additionalAuthenticatedData', MAX_AAD)
    return (key) => {
      const opened = openMessage(key, message, aad)
      if (!opened) throw invalidCiphertext()
      const plaintext = toBase64(opened.bytes)
      opened.bytes.fill(0)
      return { answer: { plaintext }, materialId: opened.materialId }
    }
  },
}
