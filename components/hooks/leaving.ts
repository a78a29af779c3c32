/** No navigation of the console takes longer; one that failed must not hold up the address for good. */
const LONGEST = 10_000

let left: { readonly from: string; readonly at: number } | undefined

/** A link was followed: the address moves when the page behind it is here. */
export function leave(): void {
  left = { from: window.location.href, at: performance.now() }
}

/** Whether a page is on its way. What is written into the address meanwhile would end that. */
export function isLeaving(): boolean {
  arrive()
  return left !== undefined && performance.now() - left.at < LONGEST
}

/** To be called when the address may have moved: whoever comes back to where a link was followed leaves it no more. */
export function arrive(): void {
  if (left?.from !== window.location.href) left = undefined
}
