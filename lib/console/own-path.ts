const HERE = 'http://keystead.invalid'

/** A path of this console to go to after sign-in; anything that would leave it, or come back to sign-in, is the start. */
export function ownPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, HERE)) return '/'
  const url = new URL(wanted, HERE)
  // `/.//host` is a path of this console here, and what comes of it, `//host`, another site.
  const leaves = url.origin !== HERE || url.pathname.startsWith('//')
  if (leaves || url.pathname === '/sign-in') return '/'
  return url.pathname + url.search
}
