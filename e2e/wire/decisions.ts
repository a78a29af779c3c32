import Database from 'better-sqlite3'
import type { Server } from '../support/server.ts'
import { type Refusal, refusalOf } from './clients.ts'

/** What decided about one check of a call, as its event tells it. */
export type DecisionInEvent = Readonly<Record<string, unknown>>

/** The decisions that stand in the event of a call, in the log of the caller's account. */
export function decisionsOf({ dataDir }: Pick<Server, 'dataDir'>, requestId: string): readonly DecisionInEvent[] {
  const database = new Database(`${dataDir}/keystead.db`, { readonly: true })
  try {
    const texts = database.prepare('SELECT "text" FROM "events" ORDER BY "sandbox", "seq"').pluck().all()
    const events = texts.map((text) => JSON.parse(String(text)))
    const event = events.find(({ record }) => record.requestID === requestId)
    if (!event) throw new Error(`no event tells of request ${requestId}`)
    return event.decisions
  } finally {
    database.close()
  }
}

/** A refusal of the SDK, with the decisions that stand in its event. */
export async function denialOf(
  server: Server,
  call: Promise<unknown>,
): Promise<Refusal & { readonly decisions: readonly DecisionInEvent[] }> {
  const told: { readonly $metadata?: { readonly requestId?: string } } = await call.then(
    () => ({}),
    (error) => error,
  )
  const refusal = await refusalOf(call)
  return { ...refusal, decisions: decisionsOf(server, told.$metadata?.requestId ?? '') }
}
