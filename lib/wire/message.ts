/** A request as it came, before anything is trusted. Framework-free. */
export interface WireRequest {
  readonly method: string
  /** Path and query as sent, such as `/?a=b`. */
  readonly target: string
  /** By lower-case name; of several headers with one name only what node:http keeps. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Names and values in turn, as they came: what signatures are about. */
  readonly rawHeaders: readonly string[]
  /** The bytes as they came, unless there were too many. */
  readonly body: Buffer | 'too-large'
  /** Where the request comes from, IPv4 as such: the socket's address, or what a trusted proxy says instead. */
  readonly remoteAddress: string
}

export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The value of a header that occurs once; empty when it is absent. */
export function header(request: Pick<WireRequest, 'headers'>, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}
