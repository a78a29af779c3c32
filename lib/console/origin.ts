import { isLoopback } from '#auth/loopback.ts'

/**
 * Whether a change comes from a page of this console: the browser's Origin is the public one. Names of this machine
 * count as one, since people type localhost for 127.0.0.1; any other name is foreign, which also stops DNS rebinding.
 */
export function isOwnOrigin(origin: string | null, publicUrl: string): boolean {
  if (origin === null || !URL.canParse(origin)) return false
  const theirs = new URL(origin)
  const ours = new URL(publicUrl)
  if (theirs.protocol !== ours.protocol || theirs.port !== ours.port) return false
  return theirs.hostname === ours.hostname || (isLoopback(theirs.hostname) && isLoopback(ours.hostname))
}
