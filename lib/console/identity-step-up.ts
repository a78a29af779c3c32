const FINAL: readonly string[] = ['delete', 'delete-policy', 'delete-key']

/**
 * Whether a change of identities cannot be undone: an identity or an access key made anew is another one. It may be
 * anything that a browser sends, such as a list for its name, which names a member as a text does.
 */
export function isFinal(change: unknown): boolean {
  return FINAL.includes(String(Reflect.get(Object(change), 'change')))
}
