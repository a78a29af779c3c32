import { expect, it } from 'vitest'
import { materialNote } from './material-note.ts'

it('a copy of imported material saves what no ciphertext binds to its key', () => {
  const noteOf = (spec: string, origin = 'EXTERNAL') => materialNote({ spec, origin })
  expect(noteOf('SYMMETRIC_DEFAULT')).toContain('does not save the ciphertexts')
  expect(noteOf('RSA_2048')).toContain('A copy of the private key still does what this key does')
  expect(noteOf('HMAC_256')).toContain('makes and verifies the same MACs')
  expect(noteOf('RSA_2048', 'AWS_KMS')).toBeUndefined()
})
