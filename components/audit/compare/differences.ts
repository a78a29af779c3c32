import type { EventDto } from '#console/dto/events.ts'

/** One member of the records, by its path, with its value in each event. */
export interface ComparedField {
  readonly path: string
  /** As JSON; undefined where an event does not have it. */
  readonly values: readonly (string | undefined)[]
  readonly differs: boolean
}

/** Every member that any of the records has, the order of the first record first. */
export function comparedFields(events: readonly Pick<EventDto, 'record'>[]): readonly ComparedField[] {
  const flat = events.map(({ record }) => new Map(membersOf(JSON.parse(record), '')))
  const paths = new Set(flat.flatMap((members) => [...members.keys()]))
  return [...paths].map((path) => {
    const values = flat.map((members) => members.get(path))
    return { path, values, differs: new Set(values).size > 1 }
  })
}

/** The leaves of a value: `requestParameters.encryptionContext.purpose` and `resources[0].ARN`. */
function membersOf(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, textOf(value)]]
  const members = Array.isArray(value)
    ? value.map((item: unknown, index) => [`${path}[${index}]`, item] as const)
    : Object.entries(value).map(
        ([name, item]: [string, unknown]) => [path === '' ? name : `${path}.${name}`, item] as const,
      )
  if (members.length === 0) return [[path, Array.isArray(value) ? '[]' : '{}']]
  return members.flatMap(([name, item]) => membersOf(item, name))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
