import { expect, it } from 'vitest'
import { askedOp, firstKey, inOrder } from './choice.ts'

const key = (keyId: string, spec: string, usage: string, alias?: string, state = 'Enabled') => ({
  ...{ keyId, spec, usage, state, aliases: alias ? [alias] : [] },
})
const KEYS = [
  key('1', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'),
  key('2', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'alias/b', 'Disabled'),
  key('3', 'RSA_2048', 'SIGN_VERIFY', 'alias/a'),
]

it('a page begins with an enabled key that does what is asked', () => {
  expect(inOrder(KEYS).map(({ keyId }) => keyId)).toEqual(['3', '2', '1'])
  expect(firstKey(KEYS, undefined)?.keyId).toBe('1')
  expect(firstKey(KEYS, 'Inspect')?.keyId).toBe('1')
  expect(firstKey(KEYS, 'Sign')?.keyId).toBe('3')
  expect(firstKey(KEYS, 'GenerateMac')?.keyId).toBe('3')
  expect(firstKey([], 'Sign')).toBeUndefined()
})

it('a blob alone is to be inspected, and an unknown operation is none', () => {
  expect(askedOp(null, 'tE0B')).toBe('Inspect')
  expect(askedOp('Decrypt', 'tE0B')).toBe('Decrypt')
  expect(askedOp('DeleteEverything', null)).toBeUndefined()
})
