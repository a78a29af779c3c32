import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { pem } from './pem.ts'

it('is the PEM that other programs write and read', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const text = pem('PUBLIC KEY', publicKey.export({ type: 'spki', format: 'der' }))
  expect(text).toBe(publicKey.export({ type: 'spki', format: 'pem' }))
  expect(createPublicKey(text).equals(publicKey)).toBe(true)
})
