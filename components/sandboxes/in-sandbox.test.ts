import { expect, it } from 'vitest'
import { inSandbox } from './in-sandbox.ts'

it.each([
  ['/main/111122223333/eu-west-1/audit', '/demo/444455556666/eu-west-1/audit'],
  ['/main/111122223333/eu-west-1/keys/7f3a/material', '/demo/444455556666/eu-west-1/keys'],
  ['/main/111122223333/eu-west-1', '/demo/444455556666/eu-west-1/overview'],
])('%s is left for %s', (from, to) => {
  expect(inSandbox(from, { sandbox: 'demo', account: '444455556666' })).toBe(to)
})
