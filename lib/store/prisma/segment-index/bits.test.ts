import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addBit, type Bits, countBits, fillFirst, hasAll, narrow, noBits, placesOf } from './bits.ts'

const places = fc.uniqueArray(fc.nat(511), { minLength: 1 })

function bitsOf(all: readonly number[]): Bits {
  const bits = noBits()
  for (const place of all) addBit(bits, place)
  return bits
}

it('a set of places holds what was added, and counts it', () => {
  fc.assert(
    fc.property(places, (all) => {
      const bits = bitsOf(all)
      expect(placesOf(bits)).toEqual(all.toSorted((a, b) => b - a))
      expect(countBits(bits)).toBe(all.length)
    }),
  )
})

it('a set is narrowed to what another has, or has not', () => {
  fc.assert(
    fc.property(places, places, fc.boolean(), (all, other, not) => {
      const bits = bitsOf(all)
      const expected = all.filter((place) => other.includes(place) !== not)
      expect(narrow(bits, bitsOf(other), not)).toBe(expected.length > 0)
      expect(placesOf(bits)).toEqual(expected.toSorted((a, b) => b - a))
      expect(hasAll(bitsOf(all), bits)).toBe(true)
      expect(hasAll(bits, bitsOf(all))).toBe(expected.length === all.length)
    }),
  )
})

it('the first places are those below their number', () => {
  expect(placesOf(fillFirst(noBits(), 3))).toEqual([2, 1, 0])
  expect(countBits(fillFirst(noBits(), 512))).toBe(512)
})
