/*
 * How quick the console is with many keys: `npm run bench -- console [keys]`, 10,000 unless said otherwise. On the
 * built server: reads as pages make them, and how long a browser without any cache takes from the address to the first
 * row. What matters is p95: at most 100 ms a read of the keys list, and 1 s to the first row. The first read after a
 * start takes all keys from the database; those behind it find them in memory. Before that, the same within the process,
 * with how long each kept it busy.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KMSClient, TagResourceCommand } from '@aws-sdk/client-kms'
import { type APIRequestContext, chromium, request } from '@playwright/test'
import type { RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { parseConfig } from '#runtime/config.ts'
import { createLog } from '#runtime/log.ts'
import { start } from '#runtime/start.ts'
import { signInByApi } from '../e2e/console/sign-in-by-api.ts'
import { browserLaunch } from '../e2e/support/browser.ts'
import { startServer } from '../e2e/support/server.ts'

const KEYS = Number(process.argv[2] ?? 10_000)
const AT_ONCE = 64
const RUNS = 40
const VISITS = 10
const PLACE = 'main/111122223333/us-east-1'

const LISTS: Readonly<Record<string, string>> = {
  'the first page': 'keys?',
  'sorted by last use': 'keys?sort=-used',
  'a word': 'keys?q=bench-77',
  'a state and a spec': 'keys?state=Enabled&spec=SYMMETRIC_DEFAULT',
  'nothing found': 'keys?q=nowhere',
}

const OTHERS: Readonly<Record<string, string>> = {
  'overview: keys counted': 'summary?',
  aliases: 'aliasList?',
  'multi-Region keys': 'families?',
  grants: 'grantList?',
  'cost, by key': 'costs?',
  quotas: 'quotas?',
  'keys to choose from': 'choices?',
}

/**
 * Every third key has an alias, every fourth rotates, every second has tags; four of five were used. Gives one's id.
 */
async function makeKeys(folder: string): Promise<string> {
  const config = parseConfig({ PORT: '0', KEYSTEAD_DATA_DIR: join(folder, 'data') }, folder)
  const { instance } = await start(config, 'http://127.0.0.1:3000', createLog('error'), { serves: true })
  const { account, region } = config
  const caller = (): Caller => ({
    principal: rootPrincipal(account),
    scope: { sandbox: MAIN_SANDBOX, account, region },
    request: { id: instance.ids.uuid() as RequestId, face: 'wire', sourceIp: '127.0.0.1', userAgent: 'bench' },
  })
  const makeKey = async (n: number) => {
    const Tags = n % 2 === 0 ? [{ TagKey: 'team', TagValue: `team-${n % 20}` }] : []
    const input = { Description: `bench-${n}`, MultiRegion: n % 20 === 0, Tags }
    const { KeyMetadata: { KeyId = '' } = {} } = await instance.execute('CreateKey', input, caller())
    const alias = { AliasName: `alias/bench-${n}`, TargetKeyId: KeyId }
    if (n % 3 === 0) await instance.execute('CreateAlias', alias, caller())
    if (n % 4 === 0) await instance.execute('EnableKeyRotation', { KeyId }, caller())
    if (n % 5 > 0) await instance.execute('Encrypt', { KeyId, Plaintext: Buffer.from('x') }, caller())
    return KeyId
  }
  let next = 0
  let last = ''
  const worker = async () => {
    while (next < KEYS) last = await makeKey(next++)
  }
  const making = await timed(() => Promise.all(Array.from({ length: AT_ONCE }, worker)))
  console.log(`${KEYS} keys were made in ${(making / 1000).toFixed(1)} s`)
  console.log(heading('in the process, milliseconds'))
  const list = () => instance.inventory(caller())
  const first = await busy(list)
  const rest = await times(RUNS, () => busy(list))
  tell('all keys, from the database', [first.wall])
  tell('  of it busy', [first.cpu])
  tell(
    'all keys, from memory',
    rest.map(({ wall }) => wall),
  )
  tell(
    '  of it busy',
    rest.map(({ cpu }) => cpu),
  )
  await instance.close()
  return last
}

const heading = (what: string) => `${what.padEnd(36)}      p50      p95      max`

/** How long work takes, and how much of it this thread is at work. */
async function busy(work: () => Promise<unknown>): Promise<{ readonly wall: number; readonly cpu: number }> {
  const before = process.threadCpuUsage()
  const wall = await timed(work)
  const { user, system } = process.threadCpuUsage(before)
  return { wall, cpu: (user + system) / 1000 }
}

function tell(name: string, millis: readonly number[]): void {
  const sorted = millis.toSorted((a, b) => a - b)
  const at = (of: number) => (sorted[Math.ceil(of * sorted.length) - 1] ?? 0).toFixed(1).padStart(9)
  console.log(`${name.padEnd(36)}${at(0.5)}${at(0.95)}${at(1)}`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function read(http: APIRequestContext, query: string): Promise<void> {
  const answer = await http.get(`/api/console/${query}&scope=${PLACE}`)
  await answer.body()
  if (!answer.ok()) throw new Error(`${query} was answered ${answer.status()}`)
}

async function times<T>(runs: number, work: (run: number) => Promise<T>): Promise<readonly T[]> {
  const all: T[] = []
  for (let run = 0; run < runs; run++) all.push(await work(run))
  return all
}

const folder = mkdtempSync(join(tmpdir(), 'keystead-bench-'))
try {
  const KeyId = await makeKeys(folder)
  await using server = await startServer({ env: { KEYSTEAD_LOG: 'warn' }, from: folder })
  const { accessKeyId, secretAccessKey, url } = server
  const storageState = await signInByApi(server)
  const http = await request.newContext({ baseURL: url, storageState })
  // What Next loads with the first request is no part of it.
  await read(http, 'quotas?')

  console.log(heading('reads of the server, milliseconds'))
  tell('keys, the first read after a start', [await timed(() => read(http, 'keys?'))])
  for (const [name, query] of Object.entries(LISTS)) {
    tell(`keys, ${name}`, await times(RUNS, () => timed(() => read(http, query))))
  }
  const kms = new KMSClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } })
  const afterChange = async (run: number) => {
    await kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'run', TagValue: `${run}` }] }))
    return timed(() => read(http, 'keys?'))
  }
  tell('keys, each after a change of one', await times(RUNS, afterChange))
  kms.destroy()
  for (const [name, query] of Object.entries(OTHERS)) {
    tell(name, await times(RUNS, () => timed(() => read(http, query))))
  }
  await http.dispose()

  const browser = await chromium.launch(browserLaunch())
  const visit = async () => {
    const context = await browser.newContext({ baseURL: url, storageState, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const millis = await timed(async () => {
      await page.goto(`/${PLACE}/keys`, { waitUntil: 'commit' })
      await page.getByRole('main').getByRole('row').nth(1).waitFor()
    })
    await context.close()
    return millis
  }
  tell('keys, to the first row, cold', await times(VISITS, visit))
  await browser.close()
} finally {
  rmSync(folder, { recursive: true })
}
