import { Code, type Literal, print } from './print.ts'
import { required, type SourceKeyStates, sortedEntries } from './source.ts'

/** lib/model/key-states.ts: the table operation × key state of the AWS KMS developer guide, with its footnotes. */
export function renderKeyStates(source: SourceKeyStates): string {
  const footnotes = Object.fromEntries(Object.entries(source.footnotes))
  const rows = sortedEntries(source.rows).map(([operation, row]): [string, Literal] => [
    operation,
    Object.fromEntries(
      source.columns.flatMap((column) => {
        const printed = new Code(cell(required(row[column], `state ${column} of ${operation}`)))
        return column.split('|').map((state) => [state, printed])
      }),
    ),
  ])
  return `import type { KeyState } from './api.ts'
import { table } from './table.ts'

/** The footnotes of the table, in its own words. */
export const footnotes = ${print(footnotes)} as const

export type Footnote = keyof typeof footnotes

/**
 * What becomes of an operation on a key in one state. \`footnotes\` of a failure are the errors it may give, those
 * of a success or a condition say what it is subject to. \`remarks\` change nothing of the outcome.
 */
export interface KeyStateCell {
  readonly outcome: 'succeeds' | 'fails' | 'conditional' | 'cannot-occur'
  readonly footnotes: readonly Footnote[]
  readonly remarks: readonly Footnote[]
}

const cell =
  (outcome: KeyStateCell['outcome']) =>
  (footnotes: readonly Footnote[] = [], remarks: readonly Footnote[] = []): KeyStateCell => ({
    outcome,
    footnotes,
    remarks,
  })

const ok = cell('succeeds')
const fails = cell('fails')
const depends = cell('conditional')
const never = cell('cannot-occur')

/** Operation × key state (AWS KMS developer guide, "Key states of AWS KMS keys"). */
export const keyStateTable = table({
${rows.map(([operation, row]) => `  ${operation}: ${multiline(row)},\n`).join('')}} satisfies Record<string, Readonly<Record<KeyState, KeyStateCell>>>)

/** Operations that are about one key and its state. */
export type KeyStateOperation = keyof typeof keyStateTable
`
}

function multiline(row: Literal): string {
  return print(row, 2, Number.POSITIVE_INFINITY)
}

const CELL = /^(ok|X|\?|NA)([\d|]*)(?:,([\d|]+))?$/
const OUTCOMES: { readonly [mark: string]: string } = { ok: 'ok', X: 'fails', '?': 'depends', NA: 'never' }

/** `ok`, `ok9`, `X4`, `X2|3`, `X4,13`, `?7` or `NA` as a call. */
function cell(text: string): string {
  const [, mark = '', footnotes = '', remarks = ''] = required(CELL.exec(text) ?? undefined, `a reading of ${text}`)
  const numbers = [footnotes, remarks].map((part) => `[${part.split('|').join(', ')}]`)
  const used = remarks ? numbers : footnotes ? numbers.slice(0, 1) : []
  return `${OUTCOMES[mark]}(${used.join(', ')})`
}
