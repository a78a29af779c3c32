import type { KeyRowDto } from '#console/dto/keys.ts'
import { keyTypeText } from '../format.ts'

/** What a copy of imported material is worth when its key is gone; undefined for material that has no copy. */
export function materialNote({ spec, origin }: Pick<KeyRowDto, 'spec' | 'origin'>): string | undefined {
  return origin === 'EXTERNAL' ? `Imported. ${NOTES[keyTypeText(spec)]}` : undefined
}

const NOTES = {
  Symmetric: 'A copy of it does not save the ciphertexts: only this key opens them, not another of the same material.',
  HMAC: 'A copy of it still makes and verifies the same MACs, outside or in another key.',
  Asymmetric: 'A copy of the private key still does what this key does, outside or in another key.',
} as const
