/** A set of places in a segment, one bit for each. */
export type Bits = Uint32Array

/** Events in a segment. */
const PLACES = 512
export const WORDS = PLACES / 32

export const noBits = (): Bits => new Uint32Array(WORDS)

/** Makes `bits` the first `count` places. */
export function fillFirst(bits: Bits, count: number): Bits {
  bits.fill(0xffffffff, 0, count >>> 5).fill(0, count >>> 5)
  if (count < PLACES) bits[count >>> 5] = 2 ** (count & 31) - 1
  return bits
}

export function addBit(bits: Bits, place: number): void {
  bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
}

export function hasAll(bits: Bits, wanted: Bits): boolean {
  for (let word = 0; word < WORDS; word++) {
    if (((wanted[word] ?? 0) & ~(bits[word] ?? 0)) !== 0) return false
  }
  return true
}

/** Leaves in `bits` what `other` has too; or, with `not`, what it has not. Whether anything is left. */
export function narrow(bits: Bits, other: Bits, not = false): boolean {
  let left = 0
  for (let word = 0; word < WORDS; word++) {
    const kept = (bits[word] ?? 0) & (not ? ~(other[word] ?? 0) : (other[word] ?? 0))
    bits[word] = kept
    left |= kept
  }
  return left !== 0
}

export function countBits(bits: Bits): number {
  let count = 0
  for (let word = 0; word < WORDS; word++) count += ones(bits[word] ?? 0)
  return count
}

/** The places of a set, the last first. */
export function placesOf(bits: Bits): number[] {
  const places: number[] = []
  for (let word = WORDS - 1; word >= 0; word--) {
    let left = bits[word] ?? 0
    while (left !== 0) {
      const bit = 31 - Math.clz32(left)
      places.push(word * 32 + bit)
      left &= ~(1 << bit)
    }
  }
  return places
}

/** Bits set in 32. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
