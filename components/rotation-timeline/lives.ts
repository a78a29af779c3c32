import type { MaterialDto, RotationsDto } from '#console/dto/keys.ts'
import type { MaterialEventDto } from '#console/dto/material-life.ts'

/** What is drawn. Times are milliseconds since 1970. */
export interface TimelineData {
  readonly rotations: RotationsDto
  /** What the audit log tells of imported material; it may know less than all. */
  readonly events: readonly MaterialEventDto[]
  readonly bornAt: number
}

export type MarkKind =
  | 'created'
  | 'imported'
  | 'automatic'
  | 'on-demand'
  | 'expired'
  | 'deleted'
  | 'expires'
  | 'planned'

export interface Moment {
  readonly kind: MarkKind
  readonly at: number
}

/** From when to when material was here. */
export interface Presence {
  readonly from: number
  /** Absent while it still is. */
  readonly to?: number
}

/** The life of one material: what happened to it, and what is to come. */
export interface Life {
  readonly number: number
  readonly materialId?: string
  readonly state: MaterialDto['state'] | 'planned'
  /** When it became the one that encrypts; absent while it never was. */
  readonly since?: number
  /** When the next one took over. */
  readonly until?: number
  readonly presences: readonly Presence[]
  readonly moments: readonly Moment[]
  readonly expiresAt?: number
}

const DAY = 86_400_000

/** The lives of a key's materials in order, those that are planned behind them. */
export function livesOf({ rotations, events, bornAt }: TimelineData, now: number): readonly Life[] {
  const { materials, nextRotationAt, periodInDays } = rotations
  const starts = materials.map((material) => startOf(material, events, bornAt))
  const lives = materials.map((material, index) => lifeOf(material, starts, index, events, bornAt))
  const planned = plannedTimes(nextRotationAt, periodInDays, now - bornAt)
  const next = planned[0]
  const ended = lives.map((life) => (life.state === 'current' && next !== undefined ? { ...life, until: next } : life))
  return [...ended, ...planned.map((at, index) => plannedLife(materials.length + index + 1, at, planned[index + 1]))]
}

/** The next automatic rotation; of a key that has seen one period out, the one behind it too. */
function plannedTimes(next: number | undefined, days: number | undefined, age: number): readonly number[] {
  if (next === undefined) return []
  return days !== undefined && age >= days * DAY ? [next, next + days * DAY] : [next]
}

function plannedLife(number: number, at: number, until: number | undefined): Life {
  return {
    ...{ number, state: 'planned', since: at, presences: [], moments: [{ kind: 'planned', at }] },
    ...(until === undefined ? {} : { until }),
  }
}

/** When a material came into use. */
function startOf(material: MaterialDto, events: readonly MaterialEventDto[], bornAt: number): number | undefined {
  if (material.state === 'pending' || material.state === 'pending-elsewhere') return undefined
  return material.since ?? firstImport(material, events) ?? bornAt
}

function firstImport({ materialId }: MaterialDto, events: readonly MaterialEventDto[]): number | undefined {
  return events.find((event) => event.what === 'imported' && event.materialId === materialId)?.at
}

function lifeOf(
  material: MaterialDto,
  starts: readonly (number | undefined)[],
  index: number,
  events: readonly MaterialEventDto[],
  bornAt: number,
): Life {
  const { number, materialId, state, how, expiresAt, missing } = material
  const since = starts[index]
  const until = starts.slice(index + 1).find((start) => start !== undefined)
  const isImported = missing || how === 'imported' || events.some((event) => event.materialId === materialId)
  const own = isImported ? events.filter((event) => event.materialId === materialId) : []
  const turned: readonly Moment[] = how === 'imported' || since === undefined ? [] : [{ kind: how, at: since }]
  const ahead: readonly Moment[] = expiresAt === undefined || missing ? [] : [{ kind: 'expires', at: expiresAt }]
  return {
    ...{ number, materialId, state },
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    presences: isImported ? presencesOf(own, since ?? bornAt, missing) : [{ from: since ?? bornAt }],
    moments: [...own.flatMap(momentOf), ...turned, ...ahead].toSorted((a, b) => a.at - b.at),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

function momentOf({ what, at }: MaterialEventDto): readonly Moment[] {
  return what === 'rotated' ? [] : [{ kind: what, at }]
}

/** What the log does not tell follows from what is known of the material now. */
function presencesOf(events: readonly MaterialEventDto[], from: number, missing: boolean): readonly Presence[] {
  const presences: Presence[] = []
  let open: number | undefined
  for (const { what, at } of events) {
    if (what === 'imported') open ??= at
    else if (what !== 'rotated') {
      presences.push({ from: open ?? from, to: at })
      open = undefined
    }
  }
  if (open !== undefined) presences.push({ from: open })
  else if (presences.length === 0 && !missing) presences.push({ from })
  return presences
}
