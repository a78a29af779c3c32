import type { KeyRowDto } from '#console/dto/keys.ts'
import { csvLine } from '../../export/csv.ts'
import { keyTypeText } from '../../format.ts'

type Cell = string | number | undefined

const time = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString())

const FIELDS: readonly (readonly [name: string, of: (row: KeyRowDto) => Cell])[] = [
  ['key_id', (row) => row.keyId],
  ['arn', (row) => row.arn],
  ['aliases', (row) => row.aliases.join(' ')],
  ['description', (row) => row.description],
  ['state', (row) => row.state],
  ['deletion_date', (row) => time(row.deletionAt)],
  ['type', (row) => keyTypeText(row.spec)],
  ['spec', (row) => row.spec],
  ['usage', (row) => row.usage],
  ['origin', (row) => row.origin],
  ['regionality', (row) => row.regionality],
  ['regions', (row) => row.regions.join(' ')],
  ['created', (row) => time(row.createdAt)],
  ['last_used', (row) => time(row.lastUse?.at)],
  ['last_used_by', (row) => row.lastUse?.principalArn],
  ['last_used_for', (row) => row.lastUse?.eventName],
  ['rotation_period_in_days', (row) => row.rotation?.periodInDays],
  ['next_rotation', (row) => time(row.rotation?.nextAt)],
  ['tags', (row) => row.tags.map(({ key, value }) => `${key}=${value}`).join('; ')],
]

/** Keys as CSV (RFC 4180), a head first; times are ISO 8601 in UTC. */
export function keysCsv(rows: readonly KeyRowDto[]): string {
  const head = csvLine(FIELDS.map(([name]) => name))
  return head + rows.map((row) => csvLine(FIELDS.map(([, of]) => of(row)))).join('')
}

/** The same as JSON; tags are a map there. */
export function keysJson(rows: readonly KeyRowDto[]): string {
  const objects = rows.map((row) => ({
    ...Object.fromEntries(FIELDS.map(([name, of]) => [name, of(row)])),
    aliases: row.aliases,
    regions: row.regions,
    tags: Object.fromEntries(row.tags.map(({ key, value }) => [key, value])),
  }))
  return `${JSON.stringify(objects, null, 2)}\n`
}
