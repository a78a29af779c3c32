import { expect, it } from 'vitest'
import type { GrantDto } from '#console/dto/grants.ts'
import { grantSentence } from './grant-sentence.ts'

const grant: GrantDto = {
  ...{ grantId: 'g', name: 'batch', createdAt: 0, issuer: '111122223333', operations: ['Decrypt'] },
  keyArn: 'arn:aws:kms:us-east-1:111122223333:key/7f3a91c2-0000-4000-8000-00000000aa90',
  grantee: 'arn:aws:iam::111122223333:role/payments-batch',
  retiree: 'arn:aws:iam::111122223333:role/KeyAdmin',
  constraints: { subset: [{ name: 'purpose', value: 'settlement' }] },
}
function sentenceText({ grantee, operations, key, when, end }: ReturnType<typeof grantSentence>): string {
  return `${grantee} may ${operations} with ${key}${when && ` ${when}`}, until it is revoked.${end && ` ${end}`}`
}

const say = (change: Partial<GrantDto> = {}, aliases?: readonly string[]) =>
  sentenceText(grantSentence({ ...grant, ...change }, aliases))

it('says who may do what, when, and who ends it', () => {
  expect(say({}, ['alias/payments-prod'])).toBe(
    'role/payments-batch may Decrypt with payments-prod when purpose is settlement, until it is revoked. role/KeyAdmin may retire it.',
  )
})

it('leaves out what a grant does not have', () => {
  const { retiree: _, ...own } = grant
  const plain = { ...own, operations: ['Encrypt', 'Decrypt', 'DescribeKey'], constraints: {} }
  expect(sentenceText(grantSentence(plain))).toBe(
    'role/payments-batch may Encrypt, Decrypt and DescribeKey with key 7f3a91c2…aa90, until it is revoked.',
  )
})

it('tells an exact context from one that may hold more, and an account from its root user', () => {
  const equals = { equals: [{ name: 'purpose', value: 'tokenize' }] }
  expect(say({ constraints: equals })).toContain('when purpose is tokenize and the context holds nothing else,')
  expect(say({ grantee: 'arn:aws:iam::444455556666:root' })).toMatch(/^account 444455556666 may/)
})
