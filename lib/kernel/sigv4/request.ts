/**
 * A request as it is signed. Header names are lower-case; header values hold one character per byte, as
 * node:http delivers them.
 */
export interface SignableRequest {
  readonly method: string
  /** Raw, with its percent-encoding as received; begins with a slash. */
  readonly path: string
  /** Raw, without the question mark; empty when there is none. */
  readonly query: string
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: Uint8Array
  /** Lower-case hexadecimal SHA-256 of the body, where it is known already. */
  readonly payloadHash?: string
}

/** What a signing key is good for. */
export interface CredentialScope {
  /** `YYYYMMDD`, UTC. */
  readonly date: string
  readonly region: string
  readonly service: string
}

export const ALGORITHM = 'AWS4-HMAC-SHA256'
/** Ends every credential scope. */
export const TERMINATOR = 'aws4_request'
