import { expect, it } from 'vitest'
import { policyComparison } from './policy-comparison.ts'

const primary = { region: 'us-east-1', policy: '{"Statement":[{"Resource":"arn:aws:kms:us-east-1:1:key/a"}]}' }

it.each([
  ['primary', primary],
  ['same', { region: 'eu-west-1', policy: primary.policy.replace('{', '{\n  ') }],
  ['region', { region: 'eu-west-1', policy: primary.policy.replace('us-east-1', 'eu-west-1') }],
  ['different', { region: 'eu-west-1', policy: '{"Statement":[]}' }],
  ['unknown', { region: 'eu-west-1' }],
] as const)('is %s', (expected, member) => {
  expect(policyComparison(member, primary)).toBe(expected)
})
