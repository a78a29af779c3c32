import { expect, it } from 'vitest'
import { matching, parted } from './match.ts'

it('finds what holds every word, what begins with the first of them before the rest', () => {
  const items = [{ label: 'old payments' }, { label: 'payments', words: '7f3a' }, { label: 'orders' }]
  expect(matching(items, 'PAY').map(({ label }) => label)).toEqual(['payments', 'old payments'])
  expect(matching(items, 'pay 7f').map(({ label }) => label)).toEqual(['payments'])
  expect(matching(items, ' ')).toEqual(items)
})

it('shows where the word is', () => {
  expect(parted('old Payments', 'pay x')).toEqual(['old ', 'Pay', 'ments'])
  expect(parted('orders', 'pay')).toEqual(['orders', '', ''])
  expect(parted('orders', '')).toEqual(['orders', '', ''])
})
