/** Millionths of a US dollar, whole: sums are exact, and every price of a request is one of them. */
export type MicroDollars = number

/** A part of a price, to the nearest micro-dollar; a half is rounded up. `part` and `whole` are whole numbers. */
export function share(price: MicroDollars, part: number, whole: number): MicroDollars {
  const doubled = 2 * price * part + whole
  // Below 2^53 a quotient of whole numbers never rounds up to the next one.
  if (doubled <= Number.MAX_SAFE_INTEGER) return Math.floor(doubled / (2 * whole))
  return Number((2n * BigInt(price) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
}

/** As `$1.00` or `$0.03`, for words. */
export function dollars(amount: MicroDollars): string {
  return `$${(amount / 1_000_000).toFixed(2)}`
}
