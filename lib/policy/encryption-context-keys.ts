/** The condition keys that an encryption context brings, in lower case (`kms:EncryptionContext:…` and its list). */
export function encryptionContextKeys(
  pairs: ReadonlyMap<string, string> | undefined,
): readonly (readonly [key: string, value: string | readonly string[]])[] {
  if (!pairs || pairs.size === 0) return []
  const named = [...pairs].map(([name, value]) => [`kms:encryptioncontext:${name.toLowerCase()}`, value] as const)
  return [['kms:encryptioncontextkeys', [...pairs.keys()]], ...named]
}
