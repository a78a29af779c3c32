/** Where in the console: what the address of every page begins with. */
export interface ConsolePlace {
  /** The address of the server. */
  readonly url: string
  readonly sandbox: string
  readonly account: string
  readonly region: string
}

export type Query = Readonly<Record<string, string | undefined>>

/** The address of a page, such as `keys`, with what is given of a query. */
export function addressOf({ url, sandbox, account, region }: ConsolePlace, page: string, query: Query = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const search = new URLSearchParams(given).toString()
  return `${url}/${sandbox}/${account}/${region}/${page}${search === '' ? '' : `?${search}`}`
}
