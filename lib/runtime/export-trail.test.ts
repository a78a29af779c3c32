import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { openMemoryStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import { type EventFacts, trailLog, verifyTrail } from '#testing/trail.ts'
import { type Config, parseConfig } from './config.ts'
import { type ExportRequest, exportTrailTo, type LogReader } from './export-trail.ts'
import { openInstallation } from './installation.ts'

const pathOf = folderPerTest()
const DAY = '2026-11-25'
let config: Config
let rows: Map<string, Uint8Array>
beforeEach(async () => {
  ;({ config, rows } = await installation('data'))
})

/** What an empty installation holds. */
async function installation(name: string) {
  const config = parseConfig({ KEYSTEAD_DATA_DIR: pathOf(name) }, '/')
  const store = openMemoryStore()
  await openInstallation({ store, rootKeyFile: config.rootKey.path, ids: systemIds, secrets: systemSecrets })
  const rows = new Map((await store.instance()).map(({ name, value }) => [name, value]))
  return { config, rows }
}

const at = (clock: string, more: Omit<EventFacts, 'at'> = {}): EventFacts => ({ at: `${DAY}T${clock}Z`, ...more })
const EVENTS = [at('09:10:00'), at('09:20:00', { region: 'eu-west-1' }), at('11:05:00'), at('12:59:00')]

interface Trial extends Partial<ExportRequest> {
  readonly events?: readonly EventFacts[]
  readonly now?: string
}

/** Exports what was logged until some time, at that time. */
function exported({ events = EVENTS, now = '23:00:00', folder = pathOf('trail'), ...more }: Trial = {}) {
  const time = Date.parse(`${DAY}T${now}Z`) as EpochMillis
  const there = events.filter(({ at, writtenAt = at }) => Date.parse(writtenAt) <= time)
  const openLog = (): LogReader => ({
    instance: () => rows,
    events: (_, after) => trailLog(there).filter(({ seq }) => seq > after),
    log: () => ({ lastSeq: there.length }),
    close: () => undefined,
  })
  return exportTrailTo({ folder, ...more }, config, { openLog, clock: { now: () => time } })
}

function filesOf(folder = pathOf('trail')): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]))
}

function verdictOf(folder = pathOf('trail'), bucket = 'keystead-trail') {
  const texts = [...filesOf(folder)].map(
    ([path, bytes]) => [path, (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()] as const,
  )
  const files = new Map(texts)
  return verifyTrail(files, JSON.parse(files.get('public-keys.json') ?? ''), bucket)
}

describe('an export into a folder', () => {
  it('can be verified with nothing but the folder', async () => {
    const { counts } = await exported()
    expect(counts).toEqual({ events: 4, logFiles: 4, digests: 8, waiting: 0 })
    expect(verdictOf()).toEqual({ digests: 8, logFiles: 4, faults: [] })
    const { PublicKeyList } = JSON.parse(readFileSync(`${pathOf('trail')}/public-keys.json`, 'utf8'))
    expect(PublicKeyList).toEqual([
      {
        Value: expect.stringMatching(/^MIIBCgKCAQEA/),
        Fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        ValidityStartTime: Date.parse(`${DAY}T09:00:00Z`) / 1000,
        ValidityEndTime: Date.parse(`${DAY}T13:00:00Z`) / 1000,
      },
    ])
  })

  it('comes out the same byte for byte, done again, and done bit by bit', async () => {
    await exported()
    await exported({ folder: pathOf('again') })
    for (const now of ['09:30:00', '10:10:00', '10:20:00', '13:04:59', '13:05:00']) {
      await exported({ folder: pathOf('parts'), now })
    }
    expect(filesOf(pathOf('again'))).toEqual(filesOf())
    expect(filesOf(pathOf('parts'))).toEqual(filesOf())
  })

  it('waits five minutes with the last hour, of which nothing is there until then', async () => {
    const { next } = await exported({ now: '10:04:59', events: EVENTS.slice(0, 2) })
    expect(next).toBe(Date.parse(`${DAY}T10:00:00Z`))
    expect(filesOf().size).toBe(0)
    const { counts } = await exported({ now: '10:05:00', events: EVENTS.slice(0, 2) })
    expect(counts.digests).toBe(2)
  })

  it('leaves a folder untouched that has everything', async () => {
    await exported()
    const before = [...filesOf().keys()].map((path) => statSync(join(pathOf('trail'), path)).ino)
    const { counts } = await exported()
    expect(counts).toEqual({ events: 0, logFiles: 0, digests: 0, waiting: 0 })
    expect([...filesOf().keys()].map((path) => statSync(join(pathOf('trail'), path)).ino)).toEqual(before)
  })

  it('is completed after it was cut short', async () => {
    await exported({ folder: pathOf('whole') })
    await exported()
    const lost = [...filesOf().keys()].filter((path) => /T1[23]0000Z|_20261125T1[12]/.test(path))
    for (const path of [...lost, 'keystead-export.json', 'public-keys.json']) rmSync(join(pathOf('trail'), path))
    await exported()
    expect(lost.length).toBeGreaterThan(4)
    expect(filesOf()).toEqual(filesOf(pathOf('whole')))
  })

  it('names the bucket that it is told', async () => {
    await exported({ bucket: 'my.bucket-1' })
    expect(verdictOf(pathOf('trail'), 'my.bucket-1').faults).toEqual([])
    expect(verdictOf().faults).not.toEqual([])
  })

  it('holds one account or Region where it is told', async () => {
    await exported({ region: 'eu-west-1' })
    expect(verdictOf()).toEqual({ digests: 4, logFiles: 1, faults: [] })
  })

  it.each<[string, Partial<ExportRequest>, string]>([
    ['bucket', { bucket: 'No_Bucket' }, "'No_Bucket' cannot be the name of a bucket"],
    ['account', { account: '1234' }, 'The account must be 12 digits.'],
    ['Region', { region: 'us-east-9' }, "'us-east-9' is not an AWS Region."],
  ])('refuses a %s that is none', async (_, request, message) => {
    await expect(exported(request)).rejects.toThrow(message)
    expect(existsSync(pathOf('trail'))).toBe(false)
  })
})

describe('an export into a folder with another one', () => {
  beforeEach(async () => {
    await exported({ now: '11:30:00' })
  })

  const refused = async (message: RegExp, trial: Trial = {}) => {
    const before = filesOf()
    await expect(exported(trial)).rejects.toThrow(message)
    expect(filesOf()).toEqual(before)
  }
  const lastDigest = () => [...filesOf().keys()].filter((path) => path.endsWith('T110000Z.json.gz'))[0] ?? ''

  it('is refused for another bucket or a part of it', async () => {
    await refused(/holds the export of .*"bucket":"keystead-trail"/, { bucket: 'other' })
    await refused(/"region":"all"/, { region: 'us-east-1' })
  })

  it('is refused for another installation', async () => {
    ;({ config, rows } = await installation('other'))
    await refused(/holds the export of .*"instance":/)
    rmSync(`${pathOf('trail')}/keystead-export.json`)
    await refused(/is there already, and is not what the log says/)
  })

  it('is refused when its last digest is gone or was changed', async () => {
    rmSync(join(pathOf('trail'), lastDigest()))
    await refused(/T110000Z.json.gz is gone since it was exported/)
    const other = [...filesOf().keys()].find((path) => path.endsWith('T100000Z.json.gz')) ?? ''
    cpSync(join(pathOf('trail'), other), join(pathOf('trail'), lastDigest() || other.replace('T10', 'T11')))
    await refused(/T110000Z.json.gz was changed since it was exported/)
  })

  it.each(['{', '{"state":{"seq":"x"}}', 'null'])('is refused when its state is %s', async (text) => {
    writeFileSync(`${pathOf('trail')}/keystead-export.json`, text)
    await refused(/keystead-export.json is damaged/)
  })
})
