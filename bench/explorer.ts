import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { EventAttribute, EventFilter, EventQuery, EventSelection, Store } from '#kms/ports.ts'
import { openPrismaStore } from '#store/open.ts'
import {
  ACCOUNT,
  accessKeyId,
  aliasName,
  believableEvents,
  keyArn,
  NOW,
  principalArn,
  sourceIp,
} from './explorer-events.ts'
import { makeLog, megabytes, say } from './large-log.ts'

/*
 * How long the audit explorer's queries take on a log of many events, in SQLite, each after one more was appended:
 * `npm run bench -- explorer [events [folder]]`; a folder that is named is kept, and used again. What matters is p95: at
 * most 50 ms at 1,000,000 events. Beside it stands how long the query kept the event loop busy.
 */

const EVENTS = Number(process.argv[2] ?? 1_000_000)
const RUNS = 40
const [HOUR, DAY] = [3_600_000, 86_400_000]
const place = { sandbox: MAIN_SANDBOX, account: ACCOUNT }

const kept = process.argv[3]
const folder = kept ?? mkdtempSync('.keystead-bench-')
mkdirSync(folder, { recursive: true })
const file = join(folder, 'keystead.db')

const is = (attribute: EventAttribute, ...values: string[]): EventFilter => ({ attribute, values })
const isNot = (attribute: EventAttribute, ...values: string[]): EventFilter => ({ attribute, values, not: true })
const asked = (filters: readonly EventFilter[], more: Partial<EventQuery> = {}): EventQuery => ({
  ...place,
  filters,
  limit: 101,
  ...more,
})
const since = (millis: number) => ({ from: (NOW - millis) as NonNullable<EventSelection['from']> })

type Ask = (store: Store, run: number) => Promise<unknown>
const find =
  (query: (run: number) => EventQuery): Ask =>
  (store, run) =>
    store.events(query(run))
const count =
  (selection: EventSelection, bucket: number): Ask =>
  (store) =>
    store.eventCounts(selection, bucket)

const KINDS: Readonly<Record<string, Ask>> = {
  newest: find(() => asked([])),
  'an older page': find((run) => asked([], { before: Math.floor((EVENTS * run) / RUNS) + 1 })),
  'event name': find((run) => asked([is('eventName', run % 2 ? 'Decrypt' : 'CreateGrant')])),
  principal: find((run) => asked([is('principal', principalArn(run))])),
  key: find((run) => asked([is('key', keyArn(run * 5))])),
  alias: find((run) => asked([is('alias', aliasName(run * 5))])),
  error: find((run) => asked([is('errorCode', run % 2 ? 'AccessDenied' : 'DisabledException')])),
  'no reads': find(() => asked([is('readOnly', 'false')])),
  'source address': find((run) => asked([is('sourceIp', sourceIp(run))])),
  'access key': find((run) => asked([is('accessKeyId', accessKeyId(run))], { limit: 1 })),
  'Region and hour': find((run) => asked([is('region', 'eu-central-1')], since(run * HOUR))),
  'five filters': find((run) =>
    asked([
      is('eventName', 'Decrypt', 'Encrypt'),
      is('principal', principalArn(run)),
      is('key', keyArn(run)),
      is('outcome', 'denied'),
      isNot('sourceIp', sourceIp(1)),
    ]),
  ),
  'a value that is nowhere': find(() => asked([is('principal', 'arn:aws:iam::111122223333:user/nobody')])),
  'common values, never together': find(() => asked([is('eventName', 'Decrypt'), is('readOnly', 'false')])),
  'all but what there is': find(() => asked([isNot('outcome', 'ok', 'denied', 'error')])),
  'request id': find((run) => asked([is('requestId', `request-${run}`)])),
  'a common word': find(() => asked([], { text: 'decrypt' })),
  'a rare word': find((run) => asked([], { text: `ord-${run}77` })),
  'a word that is nowhere': find(() => asked([], { text: 'nowhere' })),
  'common words, never together': find(() => asked([], { text: 'describekey getkeypolicy' })),
  'one letter, and values never together': find(() =>
    asked([is('eventName', 'Decrypt'), is('readOnly', 'false')], { text: 'a' }),
  ),
  'words and filters': find((run) => asked([is('outcome', 'denied')], { text: `tenant-${run} shop-1 orders` })),
  'by minute, an hour': count({ ...place, filters: [], ...since(HOUR) }, 60_000),
  'by hour, a day': count({ ...place, filters: [], ...since(DAY) }, HOUR),
  'by day, all': count({ ...place, filters: [] }, DAY),
  'by hour, all': count({ ...place, filters: [] }, HOUR),
  'by day, all of a key refused': count({ ...place, filters: [is('key', keyArn(3)), is('outcome', 'denied')] }, DAY),
  'by day, all with a word': count({ ...place, filters: [], text: 'decrypt' }, DAY),
  'by day, all with a letter': count({ ...place, filters: [], text: 'a' }, DAY),
  'who used a key': (store, run) =>
    store.eventGroups({ ...place, filters: [is('key', keyArn(run))] }, ['eventName', 'principal']),
}

interface Run {
  readonly wall: number
  readonly busy: number
}

async function measure(store: Store, ask: Ask): Promise<Run[]> {
  const runs: Run[] = []
  const others = believableEvents(RUNS)
  for (let run = 0; run < RUNS; run++) {
    const [start, cpu] = [performance.now(), process.threadCpuUsage()]
    await ask(store, run)
    const { user, system } = process.threadCpuUsage(cpu)
    runs.push({ wall: performance.now() - start, busy: (user + system) / 1000 })
    const { value } = others.next()
    if (value) await store.commit({ writes: [], events: [value] })
  }
  return runs
}

function tell(name: string, runs: readonly Run[]): void {
  const [wall, busy] = [runs.map((run) => run.wall).sort(byNumber), runs.map((run) => run.busy).sort(byNumber)]
  const at = (sorted: readonly number[], of: number) => (sorted[Math.ceil(of * sorted.length) - 1] ?? 0).toFixed(1)
  const figures = [at(wall, 0.5), at(wall, 0.95), at(wall, 1), at(busy, 0.5), at(busy, 0.95)]
  say(`${name.padEnd(40)}${figures.map((figure) => figure.padStart(8)).join('')}`)
}

const byNumber = (a: number, b: number) => a - b

try {
  if (!existsSync(file)) await makeLog(file, EVENTS)
  const before = process.memoryUsage().arrayBuffers
  const store = await openPrismaStore({ file })
  const start = performance.now()
  await store.events(asked([is('principal', 'nobody')]))
  const first = (performance.now() - start).toFixed(0)
  const bytes = megabytes(process.memoryUsage().arrayBuffers - before)
  say(`the first query, which nothing matches, while the memory is filled: ${first} ms; indexes in memory: ${bytes}`)
  say(`${'query'.padEnd(40)}     p50     p95     max    busy p50, p95 (ms)`)
  const all: Run[] = []
  for (const [kind, ask] of Object.entries(KINDS)) {
    const runs = await measure(store, ask)
    all.push(...runs)
    tell(kind, runs)
  }
  tell('all', all)
  await store.close()
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true })
}
