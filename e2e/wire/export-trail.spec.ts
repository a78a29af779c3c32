import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { CreateKeyCommand, EncryptCommand } from '@aws-sdk/client-kms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPrismaStore } from '#store/open.ts'
import { type EventFacts, trailDraft, verifyTrail } from '#testing/trail.ts'
import { type Server, startServer } from '../support/server.ts'
import { type Ended, keystead } from './accounts.ts'
import { ACCOUNT, auditRecords, kmsOf, REGION, utf8 } from './clients.ts'
import { environmentOf, hasAws, run } from './programs.ts'
import { serveTrail } from './trail-bucket.ts'

const BUCKET = 'keystead-trail'
const HOUR = 3_600_000
const OTHER_REGION = 'eu-west-1'

/** How the program ended while the server ran, and then on the stopped one, in the same folder and of a copy. */
interface Exports {
  readonly first: Ended
  readonly second: Ended
  readonly copy: Ended
  readonly nothing: Ended
}

let folder: string
let server: Server
let thisHour: number
let exports: Exports
const pathOf = (name: string) => join(folder, name)
/** So many hours from the one in which the server starts. */
const hours = (from: number) => new Date(thisHour + from * HOUR)
const at = (from: number, more: Omit<EventFacts, 'at'> = {}): EventFacts => ({ at: hours(from).toISOString(), ...more })

/** Writes into the log of a server that does not run. */
async function logged(first: number, ...events: readonly EventFacts[]): Promise<void> {
  const store = await openPrismaStore({ file: pathOf('keystead.db') })
  await store.commit({ writes: [], events: events.map((facts, index) => trailDraft(first + index, facts)) })
  await store.close()
}

const exported = (name: string, args: readonly string[] = [], settings: Readonly<Record<string, string>> = {}) =>
  keystead(['export-trail', pathOf(name), ...args], { ...server.env, ...settings })

/** Some events of earlier hours, then those of a server, then one of a later hour. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keystead-trail-'))
  thisHour = Math.floor(Date.now() / HOUR) * HOUR
  await logged(1, at(-7), at(-6.5, { region: OTHER_REGION }), at(-2.5), at(-2.25))
  server = await startServer({ console: false, env: { DATABASE_URL: `file:${pathOf('keystead.db')}` } })
  const { KeyMetadata } = await kmsOf(server).send(new CreateKeyCommand({}))
  await kmsOf(server).send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: utf8('x') }))
  const first = await exported('trail')
  cpSync(pathOf('trail'), pathOf('first'), { recursive: true })
  await kmsOf(server).send(new CreateKeyCommand({}))
  await server.kill()
  // An hour from now: in a later hour than all calls, and no further ahead than a clock may be.
  await logged(10, { at: new Date(Date.now() + HOUR).toISOString(), region: OTHER_REGION })
  for (const file of readdirSync(folder).filter((name) => name.startsWith('keystead.db'))) {
    cpSync(pathOf(file), pathOf(file.replace('keystead', 'copy')))
  }
  const second = await exported('trail')
  const copy = await exported('copy', [], { DATABASE_URL: `file:${pathOf('copy.db')}` })
  exports = { first, second, copy, nothing: await exported('trail') }
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

function filesOf(name: string): Map<string, Buffer> {
  const files = readdirSync(pathOf(name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return new Map(paths.map((path) => [relative(pathOf(name), path), readFileSync(path)]))
}

function verdictOf(name: string) {
  const files = new Map(
    [...filesOf(name)].map(([path, bytes]) => [path, (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()]),
  )
  return verifyTrail(files, JSON.parse(files.get('public-keys.json') ?? ''), BUCKET)
}

const pathsLike = (name: string, pattern: RegExp) => [...filesOf(name).keys()].filter((path) => pattern.test(path))
const LOG_FILE = /\/CloudTrail\/.*\.json\.gz$/
const DIGEST = /\/CloudTrail-Digest\/us-east-1\/.*\.json\.gz$/

describe('keystead export-trail', () => {
  it('exports the hours that are over while the server runs, and waits with the one that is not', () => {
    const { code, stdout, stderr } = exports.first
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [, events, logFiles, digests] =
      /^Exported (\d+) events to \S+\/trail: (\d+) log files, (\d+) digests/.exec(stdout) ?? []
    expect(Number(events)).toBeGreaterThanOrEqual(4)
    expect(stdout).toMatch(/\n\d+ events of the hour until \S+:00:00Z left for a run five minutes after it\.\n$/)
    const verdict = verdictOf('first')
    expect(verdict).toEqual({ digests: Number(digests), logFiles: Number(logFiles), faults: [] })
    expect(verdict.digests).toBeGreaterThanOrEqual(12)
  })

  it('goes on in the same folder, with every event of the log in the end', () => {
    expect(exports.second.stdout).toMatch(/^Exported \d+ events.*\n1 event of the hour until/)
    expect(verdictOf('trail').faults).toEqual([])
    const files = pathsLike('trail', LOG_FILE).map((path) => gunzipSync(readFileSync(join(pathOf('trail'), path))))
    const records = files.flatMap((text) => JSON.parse(text.toString()).Records)
    const logged = auditRecords({ dataDir: folder }).slice(0, -1)
    const texts = (all: readonly object[]) => all.map((record) => JSON.stringify(record)).sort()
    expect(texts(records)).toEqual(texts(logged))
    expect(records.map(({ eventName }) => eventName)).toEqual(expect.arrayContaining(['CreateKey', 'Encrypt']))
  })

  it('comes out the same byte for byte in one run as in two, of a copy of the database as of itself', () => {
    expect(exports.copy).toMatchObject({ code: 0, stderr: '' })
    expect(filesOf('copy')).toEqual(filesOf('trail'))
  })

  it('says so where there is nothing new, and writes for its owner only', () => {
    const { code, stdout } = exports.nothing
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^There was nothing new to export\./) })
    for (const path of filesOf('trail').keys()) expect(statSync(join(pathOf('trail'), path)).mode & 0o077).toBe(0)
  })

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['a folder of another trail', ['trail', '--bucket', 'another'], {}, 'holds the export of'],
    ['a Region that is none', ['new', '--region', 'moon'], {}, "'moon' is not an AWS Region."],
    ['a database that is none', ['new'], { DATABASE_URL: 'file:/nowhere/keystead.db' }, 'cannot be read'],
    ['no root key', ['new'], { KEYSTEAD_ROOT_KEY: 'file:/nowhere/root.key' }, 'There is no root key file'],
  ])('refuses %s in words', async (_, [name = '', ...args], settings, words) => {
    const ended = await exported(name, args, settings)
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain(words)
    expect(ended.stderr).not.toMatch(/\n\s+at /)
  })
})

describe.skipIf(!hasAws)('the validator of the AWS CLI (skipped where there is no `aws`)', () => {
  /** Validates a copy of the trail that was tampered with. */
  async function validated(tamper: (root: string) => void = () => undefined, region = REGION) {
    const root = mkdtempSync(join(folder, 'served-'))
    cpSync(pathOf('trail'), root, { recursive: true })
    tamper(root)
    const bucket = await serveTrail(root, BUCKET)
    const env = { ...environmentOf(server), AWS_ENDPOINT_URL_S3: bucket.url, AWS_ENDPOINT_URL_CLOUDTRAIL: bucket.url }
    const args = [
      ...['--trail-arn', `arn:aws:cloudtrail:${region}:${ACCOUNT}:trail/keystead`, '--region', region],
      ...['--start-time', hours(-6).toISOString(), '--end-time', hours(3).toISOString()],
      ...['--s3-bucket', BUCKET, '--verbose'],
    ]
    try {
      return await run('aws', ['cloudtrail', 'validate-logs', ...args], { env }).then(
        ({ stdout, stderr }) => ({ code: 0, told: stdout + stderr }),
        ({ code, stdout, stderr }) => ({ code, told: stdout + stderr }),
      )
    } finally {
      await bucket.close()
    }
  }

  const pick = (root: string, pattern: RegExp, index: number): string => {
    const path = pathsLike(relative(folder, root), pattern).at(index)
    if (path === undefined) throw new Error(`no ${index} of ${pattern}`)
    return join(root, path)
  }

  it.each([REGION, OTHER_REGION])('finds everything valid in %s', async (region) => {
    const { code, told } = await validated(undefined, region)
    const [digests, logFiles] = ['CloudTrail-Digest', 'CloudTrail'].map(
      (kind) => pathsLike('trail', new RegExp(`/${kind}/${region}/.*\\.json\\.gz$`)).length,
    )
    expect(digests).toBeGreaterThanOrEqual(8)
    expect(told).toContain(`${digests}/${digests} digest files valid`)
    expect(told).toContain(`${logFiles}/${logFiles} log files valid`)
    expect(told).not.toContain('INVALID')
    expect(code).toBe(0)
  })

  const swap = (one: string, other: string) => {
    renameSync(one, `${one}.aside`)
    renameSync(other, one)
    renameSync(`${one}.aside`, other)
  }
  const rewrite = (path: string, change: (text: string) => string) =>
    writeFileSync(path, gzipSync(change(gunzipSync(readFileSync(path)).toString())))

  it.each<[string, (root: string) => void, string]>([
    [
      'a byte of a log file that was changed',
      (root) => rewrite(pick(root, LOG_FILE, -1), (text) => text.replace('"eventName":"', '"eventName":"X')),
      "INVALID: hash value doesn't match",
    ],
    ['a log file that was taken away', (root) => rmSync(pick(root, LOG_FILE, -1)), 'INVALID: not found'],
    ['a digest that was taken away', (root) => rmSync(pick(root, DIGEST, 2)), 'INVALID: not found'],
    [
      'two digests that were swapped',
      (root) => swap(pick(root, DIGEST, 2), pick(root, DIGEST, 3)),
      'INVALID: has been moved from its original location',
    ],
    [
      'a digest that was changed',
      (root) => rewrite(pick(root, DIGEST, 2), (text) => text.replace('"logFiles":[]', '"logFiles":[ ]')),
      'INVALID: signature verification failed',
    ],
  ])('finds %s', async (_, tamper, words) => {
    const { code, told } = await validated(tamper)
    expect(told).toContain(words)
    expect(code).toBe(1)
  })
})
