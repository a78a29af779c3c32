import { expect, it } from 'vitest'
import { recognise } from './recognise.ts'

const ID = '7f3a91c2-5d1e-4b8a-9c64-2e0b7d41aa90'

it.each([
  [
    `arn:aws:kms:eu-west-1:111122223333:key/${ID}`,
    { kind: 'key', keyId: ID, region: 'eu-west-1', account: '111122223333' },
  ],
  [
    'arn:aws-cn:kms:cn-north-1:111122223333:alias/app/db',
    { kind: 'alias', name: 'app/db', region: 'cn-north-1', account: '111122223333' },
  ],
  ['mrk-0123456789abcdef0123456789abcdef', { kind: 'key', keyId: 'mrk-0123456789abcdef0123456789abcdef' }],
  [` ${ID.toUpperCase()}\n`, { kind: 'id', id: ID }],
])('knows %s by its form', (text, meant) => {
  expect(recognise(text)).toEqual(meant)
})

it('takes long base64 for a ciphertext, also broken into lines', () => {
  const blob = Buffer.alloc(90, 7).toString('base64')
  expect(recognise(`${blob.slice(0, 50)}\n${blob.slice(50)}`)).toEqual({ kind: 'ciphertext', blob })
})

it.each(['payments', 'alias/payments', 'verify log', 'aGVsbG8=', 'a'.repeat(61)])(
  'leaves %s to be looked for',
  (text) => {
    expect(recognise(text)).toBeUndefined()
  },
)
