import { expect, it } from 'vitest'
import type { PolicyId } from './policy-id.ts'
import { parsePolicyId, policyId } from './policy-id.ts'

const account = '111122223333'
const ids: readonly PolicyId[] = [
  { kind: 'key', keyArn: `arn:aws:kms:us-east-1:${account}:key/mrk-0123456789abcdef0123456789abcdef`, number: 3 },
  { kind: 'key', keyArn: `arn:aws-cn:kms:cn-north-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`, number: 1 },
  { kind: 'inline', account, owner: 'user/alice', name: 'read', number: 2 },
  { kind: 'inline', account, owner: 'group/dev.ops', name: 'a@b', number: 1 },
  { kind: 'trust', account, role: 'App', number: 4 },
  { kind: 'managed', arn: `arn:aws:iam::${account}:policy/team/keys`, number: 5 },
  { kind: 'managed', arn: 'arn:aws:iam::aws:policy/AdministratorAccess', number: 1 },
]

it.each(ids)('names one version and is read back: $kind', (id) => {
  expect(parsePolicyId(policyId(id))).toEqual(id)
})

it('gives each another name', () => {
  expect(new Set(ids.map(policyId)).size).toBe(ids.length)
})

it('knows no version of what is kept nowhere', () => {
  for (const text of ['', 'draft', 'arn:aws:sts::111122223333:assumed-role/App/s/session-policy/1']) {
    expect(parsePolicyId(text)).toBeUndefined()
  }
})
