/** The pairs of the encryption context that a record has; none where it has none. */
export function contextOf(record: string): readonly (readonly [string, string])[] {
  const parameters: unknown = Reflect.get(Object(JSON.parse(record)), 'requestParameters')
  const context: unknown = Reflect.get(Object(parameters), 'encryptionContext')
  if (typeof context !== 'object' || context === null) return []
  return Object.entries(context).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
}
