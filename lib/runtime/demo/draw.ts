/** A number in [0, 1), the same ones in the same order for the same seed: for how the sample looks, never for a secret. */
export type Draw = () => number

/** Mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number): Draw {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number with that mean: its floor, or one more. */
export const around = (mean: number, draw: Draw) => Math.floor(mean + draw())
