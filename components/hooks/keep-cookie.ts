const A_YEAR = 31_536_000_000

/** Keeps a choice of this browser for the server to see; undefined forgets it. */
export function keepCookie(name: 'theme' | 'density' | 'zone' | 'keys', value: string | undefined): void {
  // An old browser without the Cookie Store keeps the choice until the page is left.
  const cookies = globalThis.cookieStore
  const expires = performance.timeOrigin + performance.now() + A_YEAR
  if (value === undefined) void cookies?.delete(`keystead.${name}`)
  else void cookies?.set({ name: `keystead.${name}`, value, path: '/', expires, sameSite: 'strict' })
}
