/** A column of the keys list. */
export interface ColumnLook {
  readonly label: string
  /** Newest or largest first on the first press of its head. */
  readonly descendingFirst?: boolean
  /** Classes of its cells; `at-*` names place them on phones. */
  readonly cell?: string
  readonly head?: string
}

/** All columns in the order that the list of them shows; each sorts by its own name. */
export const COLUMNS = {
  alias: { label: 'Alias', cell: 'at-a max-w-64 truncate' },
  id: { label: 'Key ID', cell: 'mono text-ink-2' },
  state: { label: 'Status', cell: 'at-b' },
  type: { label: 'Type', cell: 'text-ink-2' },
  spec: { label: 'Spec', cell: 'at-c mono text-ink-2' },
  usage: { label: 'Usage', cell: 'text-ink-2' },
  origin: { label: 'Origin', cell: 'text-ink-2' },
  regionality: { label: 'Regionality' },
  used: { label: 'Last used', descendingFirst: true, cell: 'at-d max-w-[178px] truncate min-[1520px]:max-w-60' },
  tags: { label: 'Tags', cell: 'max-w-56 truncate text-ink-2' },
  rotation: { label: 'Rotation', cell: 'text-ink-2' },
  description: { label: 'Description', cell: 'max-w-72 truncate text-ink-2' },
  created: { label: 'Created', descendingFirst: true, cell: 'end text-ink-2', head: 'end' },
} as const satisfies Record<string, ColumnLook>

export type ColumnId = keyof typeof COLUMNS

export const COLUMN_IDS: readonly ColumnId[] = Object.keys(COLUMNS).filter(isColumn)

export const DEFAULT_COLUMNS: readonly ColumnId[] = [
  ...(['alias', 'id', 'state', 'spec', 'usage', 'regionality', 'used', 'created'] as const),
]

/** How someone wants to see the list of keys. */
export interface KeyView {
  /** Those that are shown, in order; the first is always the alias, which leads to the key. */
  readonly columns: readonly ColumnId[]
  /** Rows a page, as the address says it; empty for the ordinary number. */
  readonly size: string
}

/** The cookie that keeps it, so that the server renders the list as it will stay. */
export const VIEW_COOKIE = 'keystead.keys'

/** Columns as an address says them: `alias.id.state`. What it does not know counts as not there. */
export function parseColumns(text: string | null | undefined): readonly ColumnId[] {
  const named = [...new Set((text ?? '').split('.').filter(isColumn))]
  if (named.length === 0) return DEFAULT_COLUMNS
  return ['alias', ...named.filter((column) => column !== 'alias')]
}

export function formatColumns(columns: readonly ColumnId[]): string {
  const text = columns.join('.')
  return text === DEFAULT_COLUMNS.join('.') ? '' : text
}

export function parseView(cookie: string | undefined): KeyView {
  const [columns, size = ''] = (cookie ?? '').split('_')
  return { columns: parseColumns(columns), size: /^\d{1,4}$/.test(size) ? size : '' }
}

export function formatView({ columns, size }: KeyView): string {
  return `${formatColumns(columns)}_${size}`
}

/** The columns with one shown or hidden; a new one comes where the list of all columns has it. */
export function toggled(columns: readonly ColumnId[], column: ColumnId): readonly ColumnId[] {
  if (columns.includes(column)) return columns.filter((each) => each !== column)
  const place = COLUMN_IDS.indexOf(column)
  const before = columns.findIndex((each) => COLUMN_IDS.indexOf(each) > place)
  return columns.toSpliced(before < 0 ? columns.length : before, 0, column)
}

/** The columns with one moved by a step; the alias stays first. */
export function moved(columns: readonly ColumnId[], column: ColumnId, by: -1 | 1): readonly ColumnId[] {
  const from = columns.indexOf(column)
  const to = from + by
  if (from < 1 || to < 1 || to >= columns.length) return columns
  return columns.toSpliced(from, 1).toSpliced(to, 0, column)
}

function isColumn(name: string): name is ColumnId {
  return Object.hasOwn(COLUMNS, name)
}
