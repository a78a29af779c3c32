import { describe, expect, it } from 'vitest'
import { pricing } from '#model/pricing.ts'
import { dollars, share } from './money.ts'

describe('a share of a price', () => {
  it('is rounded to the nearest micro-dollar, a half up', () => {
    expect(share(1, 1, 2)).toBe(1)
    expect(share(1, 1, 3)).toBe(0)
    expect(share(1_000_000, 1, 720)).toBe(1389)
    expect(share(1_000_000, 1, 744)).toBe(1344)
  })

  it('is the same by small and by great numbers', () => {
    const exact = (price: number, part: number, whole: number) =>
      Number((2n * BigInt(price) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
    for (const whole of [1, 2, 3, 7, 672, 720, 744]) {
      for (let part = 0; part <= whole; part++) {
        for (const price of [1, 3, 1_000_000, 6_000_000_000_001]) {
          expect(share(price, part, whole)).toBe(exact(price, part, whole))
        }
      }
    }
  })

  it('is the whole price for the whole month, and exact where floats are not', () => {
    for (const hours of [672, 696, 720, 744]) expect(share(pricing.keyMonth, hours, hours)).toBe(pricing.keyMonth)
    expect(share(9_007_199_254_740_991, 3, 3)).toBe(9_007_199_254_740_991)
  })
})

describe('prices', () => {
  it('are whole micro-dollars, and dollars in words', () => {
    expect(Object.values(pricing.request).every(Number.isSafeInteger)).toBe(true)
    expect(dollars(pricing.keyMonth)).toBe('$1.00')
    expect(dollars(pricing.request.symmetric * 10_000)).toBe('$0.03')
  })

  it('never come to more a key than AWS says', () => {
    const most = pricing.keyMonth + pricing.rotationMonths.reduce((sum, each) => sum + each, 0)
    expect(most).toBe(pricing.mostPerKeyMonth)
  })
})
