import type { KeyDto } from '#console/dto/keys.ts'
import { aliasText, shortId } from '../format.ts'

/** What people call a key: its first alias, else the short form of its id. */
export function keyName({ aliases, keyId }: Pick<KeyDto, 'aliases' | 'keyId'>): string {
  return aliases[0] ? aliasText(aliases[0]) : shortId(keyId)
}
