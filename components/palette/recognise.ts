/** What a text that was typed or pasted may be, beside words to look for. */
export type Recognised =
  | { readonly kind: 'key'; readonly keyId: string; readonly region?: string; readonly account?: string }
  | { readonly kind: 'alias'; readonly name: string; readonly region: string; readonly account: string }
  /** A UUID: the id of a key or of a request. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'ciphertext'; readonly blob: string }

const ARN = /^arn:aws[a-z-]*:kms:(?<region>[a-z0-9-]+):(?<account>\d{12}):(?<kind>key|alias)\/(?<name>\S+)$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const MULTI_REGION_ID = /^mrk-[0-9a-f]{32}$/i
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
/** No ciphertext is shorter: its header alone is longer. */
const SHORTEST_BLOB = 60

/** Says what a text is by its form alone; undefined for ordinary words. */
export function recognise(input: string): Recognised | undefined {
  const text = input.trim()
  const arn = ARN.exec(text)?.groups
  if (arn) {
    const { region = '', account = '', kind, name = '' } = arn
    return kind === 'key' ? { kind, keyId: name, region, account } : { kind: 'alias', name, region, account }
  }
  if (MULTI_REGION_ID.test(text)) return { kind: 'key', keyId: text }
  if (UUID.test(text)) return { kind: 'id', id: text.toLowerCase() }
  // Terminals and mails break long lines.
  const blob = text.replace(/\s+/g, '')
  if (blob.length >= SHORTEST_BLOB && blob.length % 4 === 0 && BASE64.test(blob)) return { kind: 'ciphertext', blob }
  return undefined
}
