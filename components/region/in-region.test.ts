import { expect, it } from 'vitest'
import { inRegion } from './in-region.ts'

it.each([
  ['/main/111122223333/us-east-1/aliases', '/main/111122223333/eu-west-1/aliases'],
  ['/main/111122223333/us-east-1/keys/7f3a/material', '/main/111122223333/eu-west-1/keys'],
  ['/main/111122223333/us-east-1', '/main/111122223333/eu-west-1/overview'],
])('%s is left for %s', (from, to) => {
  expect(inRegion(from, 'eu-west-1')).toBe(to)
})
