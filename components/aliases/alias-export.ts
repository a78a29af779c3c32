import type { AliasDto } from '#console/dto/keys.ts'
import { csvLine } from '../export/csv.ts'

const FIELDS: readonly (readonly [name: string, of: (alias: AliasDto) => string | undefined])[] = [
  ['alias', (alias) => alias.name],
  ['target_key_id', (alias) => alias.keyId],
  ['key_state', (alias) => alias.key?.state],
  ['key_spec', (alias) => alias.key?.spec],
  ['key_usage', (alias) => alias.key?.usage],
  ['updated', (alias) => (alias.updatedAt === undefined ? undefined : new Date(alias.updatedAt).toISOString())],
]

/** Aliases as CSV (RFC 4180), a head first. */
export function aliasesCsv(aliases: readonly AliasDto[]): string {
  const head = csvLine(FIELDS.map(([name]) => name))
  return head + aliases.map((alias) => csvLine(FIELDS.map(([, of]) => of(alias)))).join('')
}

export function aliasesJson(aliases: readonly AliasDto[]): string {
  const objects = aliases.map((alias) => Object.fromEntries(FIELDS.map(([name, of]) => [name, of(alias)])))
  return `${JSON.stringify(objects, null, 2)}\n`
}
