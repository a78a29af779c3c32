import type { CostRowDto } from '#console/dto/cost.ts'
import { csvLine } from '../export/csv.ts'

type Cell = string | number | undefined

const FIELDS: readonly (readonly [name: string, of: (row: CostRowDto) => Cell])[] = [
  ['kind', (row) => row.kind],
  ['key_id', (row) => row.keyId],
  ['alias', (row) => row.alias],
  ['region', (row) => row.region || undefined],
  ['key_spec', (row) => row.spec],
  ['billed_hours', (row) => row.storage.hours],
  ['storage_usd', (row) => decimal(row.storage.amount)],
  ['rotations', (row) => row.rotations.count],
  ['rotations_usd', (row) => decimal(row.rotations.amount)],
  ['requests', (row) => row.requests.reduce((sum, each) => sum + each.count, 0)],
  ['requests_usd', (row) => decimal(row.requests.reduce((sum, each) => sum + each.amount, 0))],
  ['total_usd', (row) => decimal(row.total)],
  ['rules', (row) => rulesOf(row).join(' ')],
]

/** `1.000018`: micro-dollars as a decimal number without loss. */
function decimal(amount: number): string {
  return `${Math.floor(amount / 1_000_000)}.${String(amount % 1_000_000).padStart(6, '0')}`
}

function rulesOf({ storage, rotations, requests }: CostRowDto): readonly string[] {
  return [...storage.rules, ...rotations.rules, ...requests.map(({ rule }) => rule)]
}

/** Costs as CSV (RFC 4180), a head first; amounts before the free tier, which is the account's. */
export function costsCsv(rows: readonly CostRowDto[]): string {
  const head = csvLine(FIELDS.map(([name]) => name))
  return head + rows.map((row) => csvLine(FIELDS.map(([, of]) => of(row)))).join('')
}

export function costsJson(rows: readonly CostRowDto[]): string {
  const objects = rows.map((row) => Object.fromEntries(FIELDS.map(([name, of]) => [name, of(row)])))
  return `${JSON.stringify(objects, null, 2)}\n`
}
