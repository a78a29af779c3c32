import type { AuditEvent } from '#audit/event.ts'
import type { Json } from '#audit/record.ts'
import type { Console } from './access.ts'
import type { MaterialEventDto, MaterialLifeDto, MaterialUseDto } from './dto/material-life.ts'
import { recordOf } from './event-dto.ts'

/** What each event is that changes which material there is. */
const CHANGES: ReadonlyMap<string, MaterialEventDto['what']> = new Map([
  ['ImportKeyMaterial', 'imported'],
  ['DeleteImportedKeyMaterial', 'deleted'],
  ['DeleteExpiredKeyMaterial', 'expired'],
  ['RotateKeyOnDemand', 'rotated'],
])

/** The newest; a key is rarely given material more often. */
const MOST_EVENTS = 500
const MOST_RE_ENCRYPTED = 1000
/** A key has at most 26 materials by its own doing, and one more with each automatic rotation. */
const MOST_MATERIALS = 100
/** Into how many parts the life of a key is cut for counting. */
const PARTS = 160
const SHORTEST_PART = 1000

/**
 * What became of the materials of a key and how many ciphertexts each opened, by three reads of the log: `key` is the ARN
 * of the key, `from` when its life began, `material` the id of each material. A ReEncrypt counts for the material it
 * opened with and not for the one it encrypted with, which only its record tells apart: the newest are counted.
 */
export async function materialLife(console: Console, params: URLSearchParams): Promise<MaterialLifeDto> {
  const ofKey = { attribute: 'key', values: [params.get('key') ?? ''] } as const
  const succeeded = { attribute: 'outcome', values: ['ok'] } as const
  const named = (names: readonly string[]) => ({ attribute: 'eventName', values: names }) as const
  const bucket = bucketFor(Number(params.get('from')), console.now())
  const materials = params.getAll('material').slice(0, MOST_MATERIALS)
  const [events, decrypted, reEncrypted] = await Promise.all([
    console.events({ filters: [ofKey, succeeded, named([...CHANGES.keys()])], limit: MOST_EVENTS }),
    console.textCounts({ filters: [ofKey, succeeded, named(['Decrypt'])] }, materials, bucket),
    console.events({ filters: [ofKey, succeeded, named(['ReEncrypt'])], limit: MOST_RE_ENCRYPTED }),
  ])
  const opened = Map.groupBy(reEncrypted, sourceMaterial)
  return {
    events: events.map(materialEvent).reverse(),
    uses: decrypted.map((use) => materialUse(use, opened.get(use.text) ?? [], bucket)),
    bucket,
  }
}

function sourceMaterial(event: AuditEvent): string | undefined {
  return textIn(recordOf(event).additionalEventData, 'sourceKeyMaterialId')
}

/** Calls of Decrypt are counted already, in buckets. */
export function materialUse(
  { text: materialId, counts, last = 0 }: Decrypted,
  reEncrypted: readonly Pick<AuditEvent, 'eventTime'>[],
  bucket: number,
): MaterialUseDto {
  const byTime = new Map<number, number>(counts.map(({ at, ok }) => [at, ok]))
  for (const { eventTime } of reEncrypted) {
    const at = eventTime - (eventTime % bucket)
    byTime.set(at, (byTime.get(at) ?? 0) + 1)
  }
  const newest = Math.max(last, ...reEncrypted.map(({ eventTime }) => eventTime))
  return {
    materialId,
    total: [...byTime.values()].reduce((sum, count) => sum + count, 0),
    ...(newest > 0 && { last: newest }),
    counts: [...byTime].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, count })),
  }
}

/** Calls of Decrypt that name a material. */
interface Decrypted {
  readonly text: string
  readonly last?: number
  readonly counts: readonly { readonly at: number; readonly ok: number }[]
}

/** How long a part of a life is, in milliseconds. */
function bucketFor(from: number, now: number): number {
  const length = Number.isFinite(from) ? Math.max(0, now - from) : 0
  return Math.max(SHORTEST_PART, Math.ceil(length / PARTS))
}

function materialEvent(event: AuditEvent): MaterialEventDto {
  const { additionalEventData, serviceEventDetails, requestParameters } = recordOf(event)
  const materialId = textIn(additionalEventData, 'keyMaterialId') ?? textIn(serviceEventDetails, 'keyMaterialId')
  const expiresAt = Date.parse(textIn(requestParameters, 'validTo') ?? '')
  return {
    what: CHANGES.get(event.eventName) ?? 'rotated',
    at: event.eventTime,
    ...(materialId === undefined ? {} : { materialId }),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
    principalArn: event.principal,
  }
}

function textIn(value: Json | undefined, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const found = (value as { readonly [name: string]: Json })[name]
  return typeof found === 'string' ? found : undefined
}
