import { expect, it } from 'vitest'
import type { IdentityRowDto } from '#console/dto/identities.ts'
import { matching } from './identity-rows.ts'

const row = (name: string, more: Partial<IdentityRowDto> = {}): IdentityRowDto => ({
  ...{ name, arn: `arn:aws:iam::111122223333:role/${name}`, path: '/', createdAt: 1 },
  ...more,
})
const rows = [
  row('payments-api', { createdAt: 3, trusts: ['arn:aws:iam::111122223333:user/app-runner'] }),
  row('KeyAdmin', { createdAt: 2, seen: { last: 9, calls: 1 }, description: 'Who looks after the keys' }),
]
const names = (search: string, sort = 'name') => matching(rows, search, sort).map(({ name }) => name)

it('finds by name, description and trusted principals, every word', () => {
  expect(names('')).toEqual(['KeyAdmin', 'payments-api'])
  expect(names('LOOKS keys')).toEqual(['KeyAdmin'])
  expect(names('app-runner')).toEqual(['payments-api'])
  expect(names('app-runner looks')).toEqual([])
})

it('sorts either way, and by name where it does not know the column', () => {
  expect(names('', '-created')).toEqual(['payments-api', 'KeyAdmin'])
  expect(names('', '-seen')).toEqual(['KeyAdmin', 'payments-api'])
  expect(names('', '-nonsense')).toEqual(['payments-api', 'KeyAdmin'])
})
