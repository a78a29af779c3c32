import type { Tone } from './layout.ts'

/** The ground and the ink of each kind of bytes, the same everywhere. */
export const TONES: Readonly<Record<Tone, string>> = {
  head: 'bg-by-head text-by-head-t',
  kid: 'bg-by-kid text-by-kid-t',
  mat: 'bg-by-mat text-by-mat-t',
  nonce: 'bg-by-nonce text-by-nonce-t',
  ct: 'bg-by-ct text-by-ct-t',
  tag: 'bg-by-tag text-by-tag-t',
}
