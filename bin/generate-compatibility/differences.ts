/** What is not as AWS KMS has it. `operations` is empty for what is true of all of them. */
export interface Differences {
  readonly notBuilt: readonly Remark[]
  readonly differs: readonly Difference[]
  /** What follows a source that could not be checked against AWS KMS itself. */
  readonly unchecked: readonly Remark[]
}

interface Entry {
  readonly operations: readonly string[]
}

export interface Remark extends Entry {
  readonly what: string
}

export interface Difference extends Entry {
  readonly aws: string
  readonly keystead: string
}

const TEXTS = { notBuilt: ['what'], differs: ['aws', 'keystead'], unchecked: ['what'] } as const

/** Reads the file kept by hand. Throws for one that is of another form or names an operation that there is not. */
export function readDifferences(json: string, operations: readonly string[]): Differences {
  const file: unknown = JSON.parse(json)
  for (const [list, texts] of Object.entries(TEXTS)) {
    const entries: unknown = Object(file)[list]
    if (!Array.isArray(entries)) throw new Error(`${list} is no list`)
    for (const entry of entries) checkEntry(entry, texts, operations)
  }
  return file as Differences
}

function checkEntry(entry: unknown, texts: readonly string[], operations: readonly string[]): void {
  const shown = JSON.stringify(entry)
  const { operations: named, ...rest } = Object(entry)
  if (!Array.isArray(named)) throw new Error(`no list of operations in ${shown}`)
  const unknown = named.find((name) => !operations.includes(name))
  if (unknown !== undefined) throw new Error(`there is no operation ${unknown}, in ${shown}`)
  const isWhole = texts.every((text) => typeof rest[text] === 'string' && rest[text] !== '')
  if (!isWhole || Object.keys(rest).length !== texts.length) throw new Error(`not just ${texts.join(', ')} in ${shown}`)
}
