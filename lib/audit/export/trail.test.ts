import { generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EpochMillis, Region } from '#kernel/ids.ts'
import { type EventFacts, trailLog, verifyTrail } from '#testing/trail.ts'
import type { DigestSigner } from './digest.ts'
import { ExportError } from './export-error.ts'
import type { TrailFolder } from './folder.ts'
import { type PublicKeyList, withKey } from './public-keys.ts'
import { exportTrail, type TrailExport, type TrailRun } from './trail.ts'
import type { LoggedEvent } from './trail-record.ts'

const BUCKET = 'a-bucket'
const DAY = '2026-11-25'
const NAME = '111122223333_CloudTrail-Digest_us-east-1_t_us-east-1'
const digestOf = (stamp: string) =>
  `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/25/${NAME}_${stamp}.json.gz`

let signer: DigestSigner
let keys: PublicKeyList
beforeAll(() => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  signer = { fingerprint: 'f', sign: (data) => sign('sha256', data, privateKey) }
  const der = publicKey.export({ format: 'der', type: 'pkcs1' })
  keys = withKey({ PublicKeyList: [] }, { publicKey: der, fingerprint: 'f' }, 0 as EpochMillis, 0 as EpochMillis)
})

/** A folder in memory, and how many drafts are neither published nor discarded. */
function memoryFolder() {
  const files = new Map<string, string>()
  let drafts = 0
  const folder: TrailFolder = {
    async write(path, text) {
      if ((files.get(path) ?? text) !== text) throw new ExportError(`${path} differs`)
      files.set(path, text)
    },
    draft() {
      drafts++
      let text = ''
      return {
        append: async (bytes) => {
          text += Buffer.from(bytes).toString('utf8')
        },
        publish: async (path) => {
          drafts--
          files.set(path, text)
        },
        discard: async () => {
          drafts--
        },
      }
    },
  }
  return { files, folder, drafts: () => drafts }
}

type Memory = ReturnType<typeof memoryFolder>

const at = (clock: string, more: Omit<EventFacts, 'at'> = {}): EventFacts => ({ at: `${DAY}T${clock}Z`, ...more })
const timeOf = (clock: string) => Date.parse(`${DAY}T${clock}Z`) as EpochMillis
const over = (clock: string) => (time: EpochMillis) => timeOf(clock) >= time
const now = () => timeOf('23:59:59')

function run(memory: Memory, events: Iterable<LoggedEvent>, more: Partial<TrailExport> = {}): Promise<TrailRun> {
  const names = { bucket: BUCKET, trail: 't' }
  const parts = { folder: memory.folder, signer, names, state: undefined, filter: {}, now, isOver: () => true }
  return exportTrail({ ...parts, events, ...more })
}

const digest = ({ files }: Memory, stamp: string) => JSON.parse(files.get(digestOf(stamp)) ?? 'null')
const recordsIn = ({ files }: Memory): string[] =>
  [...files].flatMap(([path, text]) =>
    path.includes('/CloudTrail/') ? JSON.parse(text).Records.map(({ eventID }: { eventID: string }) => eventID) : [],
  )
const verdictOf = ({ files }: Memory) => verifyTrail(files, keys, BUCKET)

describe('an exported trail', () => {
  it('has a digest for each hour, the quiet ones too, each signed and linked to the one before', async () => {
    const memory = memoryFolder()
    const log = trailLog([at('09:59:59'), at('10:00:00'), at('10:30:00'), at('13:15:00')])
    const { counts } = await run(memory, log)
    expect(counts).toEqual({ events: 4, logFiles: 3, digests: 5, waiting: 0 })
    expect(verdictOf(memory)).toEqual({ digests: 5, logFiles: 3, faults: [] })
    const first = digest(memory, '20261125T100000Z')
    expect(first).toEqual({
      awsAccountId: '111122223333',
      digestStartTime: '2026-11-25T09:00:00Z',
      digestEndTime: '2026-11-25T10:00:00Z',
      digestS3Bucket: BUCKET,
      digestS3Object: digestOf('20261125T100000Z'),
      digestPublicKeyFingerprint: 'f',
      digestSignatureAlgorithm: 'SHA256withRSA',
      newestEventTime: '2026-11-25T09:59:59Z',
      oldestEventTime: '2026-11-25T09:59:59Z',
      previousDigestS3Bucket: null,
      previousDigestS3Object: null,
      previousDigestHashValue: null,
      previousDigestHashAlgorithm: null,
      previousDigestSignature: null,
      logFiles: [expect.objectContaining({ s3Bucket: BUCKET, hashAlgorithm: 'SHA-256' })],
    })
    const quiet = digest(memory, '20261125T120000Z')
    expect(quiet).toMatchObject({ newestEventTime: null, oldestEventTime: null, logFiles: [] })
    expect(quiet.previousDigestS3Object).toBe(digestOf('20261125T110000Z'))
    const metadata = JSON.parse(memory.files.get(`${digestOf('20261125T110000Z')}.metadata.json`) ?? '')
    expect(metadata).toEqual({ signature: quiet.previousDigestSignature, 'signature-algorithm': 'SHA256withRSA' })
  })

  it('holds the records byte for byte as the log does, named by when the last of them was written', async () => {
    const memory = memoryFolder()
    const log = trailLog([at('09:10:00', { details: { 10: 'ä😀\ud800', 9: '"record":{}' } }), at('09:42:59')])
    await run(memory, log)
    const [[path, text] = []] = [...memory.files]
    const texts = log.map(({ text }) => text.slice(text.indexOf('"record":') + 9, text.lastIndexOf(',"seq":')))
    expect(text).toBe(`{"Records":[${texts.join(',')}]}`)
    expect(path).toMatch(
      /^AWSLogs\/111122223333\/CloudTrail\/us-east-1\/2026\/11\/25\/111122223333_CloudTrail_us-east-1_20261125T0942Z_[0-9a-f]{16}\.json\.gz$/,
    )
  })

  it('keeps accounts and Regions apart, each chain from its first event to the end of the log', async () => {
    const memory = memoryFolder()
    const log = trailLog([
      at('08:00:00'),
      at('09:00:00', { region: 'eu-west-1' }),
      at('09:00:01', { account: '444455556666' }),
      at('11:00:00'),
    ])
    const { counts } = await run(memory, log)
    expect(counts).toEqual({ events: 4, logFiles: 4, digests: 4 + 3 + 3, waiting: 0 })
    expect(verdictOf(memory)).toEqual({ digests: 10, logFiles: 4, faults: [] })
  })

  it('begins another log file at the size that was set, and every record is in one', async () => {
    const memory = memoryFolder()
    const log = trailLog(Array.from({ length: 100 }, (_, n) => at(`09:00:${String(n % 60).padStart(2, '0')}`)))
    const { counts } = await run(memory, log, { maxBytes: 20_000 })
    expect(counts.logFiles).toBeGreaterThan(2)
    expect(recordsIn(memory)).toHaveLength(100)
    expect(new Set(recordsIn(memory)).size).toBe(100)
    expect(verdictOf(memory)).toMatchObject({ digests: 1, logFiles: counts.logFiles, faults: [] })
    const entry = digest(memory, '20261125T100000Z')
    expect(entry).toMatchObject({ oldestEventTime: `${DAY}T09:00:00Z`, newestEventTime: `${DAY}T09:00:59Z` })
  })

  it('takes events in the order they were written, also when their times are not in order', async () => {
    const memory = memoryFolder()
    const log = trailLog([
      at('09:59:58', { writtenAt: `${DAY}T10:00:01.500Z` }),
      at('09:59:57', { writtenAt: `${DAY}T09:59:59.900Z` }),
      at('10:00:01'),
    ])
    await run(memory, log)
    expect(recordsIn(memory)).toHaveLength(3)
    expect(digest(memory, '20261125T110000Z')).toMatchObject({
      oldestEventTime: `${DAY}T09:59:57Z`,
      newestEventTime: `${DAY}T10:00:01Z`,
    })
    expect(verdictOf(memory)).toEqual({ digests: 1, logFiles: 1, faults: [] })
  })

  it('leaves an hour that is not over, and nothing of it', async () => {
    const memory = memoryFolder()
    const log = trailLog([at('09:30:00'), at('10:10:00'), at('10:20:00')])
    const { counts, next, state } = await run(memory, log, { isOver: over('10:59:59') })
    expect(counts).toMatchObject({ events: 1, digests: 1, waiting: 2 })
    expect(next).toBe(Date.parse(`${DAY}T11:00:00Z`))
    expect(state).toMatchObject({ seq: 1, until: Date.parse(`${DAY}T10:00:00Z`) })
    expect(memory.drafts()).toBe(0)
    expect([...memory.files.keys()].filter((path) => path.includes('T11') || path.includes('T10'))).toEqual([
      digestOf('20261125T100000Z'),
      `${digestOf('20261125T100000Z')}.metadata.json`,
    ])
  })

  it('has no state while no hour is over', async () => {
    const memory = memoryFolder()
    expect(await run(memory, trailLog([at('09:30:00')]), { isOver: () => false })).toMatchObject({ state: undefined })
    expect(await run(memory, [])).toMatchObject({ state: undefined, next: undefined })
    expect(memory.files.size).toBe(0)
  })

  it('comes out the same, in one run or in many', async () => {
    const log = trailLog([
      at('08:10:00'),
      at('08:20:00', { region: 'eu-west-1' }),
      at('11:00:00'),
      at('11:59:00', { account: '444455556666' }),
      at('15:00:00'),
    ])
    const [whole, again, parts] = [memoryFolder(), memoryFolder(), memoryFolder()]
    await run(whole, log)
    await run(again, log)
    let state: TrailRun['state']
    for (const clock of ['08:30:00', '09:00:00', '09:00:01', '12:30:00', '16:00:00', '17:00:00']) {
      const there = log.filter(({ seq }) => {
        const time = Date.parse(JSON.parse(log[seq - 1]?.text ?? '').wallTime)
        return seq > (state?.seq ?? 0) && time <= Date.parse(`${DAY}T${clock}Z`)
      })
      const before: TrailRun['state'] = state
      state = (await run(parts, there, { state, isOver: over(clock) })).state ?? before
    }
    expect(again.files).toEqual(whole.files)
    expect(parts.files).toEqual(whole.files)
  })

  it('adds an event that comes late to a later hour, and leaves what was exported as it is', async () => {
    const log = trailLog([at('09:10:00'), at('09:20:00'), at('11:30:00')])
    const memory = memoryFolder()
    const { state } = await run(memory, log.slice(0, 1))
    const before = new Map(memory.files)
    await run(memory, log.slice(1), { state })
    expect([...memory.files].slice(0, before.size)).toEqual([...before])
    expect(digest(memory, '20261125T110000Z').logFiles).toHaveLength(1)
    expect(recordsIn(memory)).toHaveLength(3)
    expect(verdictOf(memory)).toEqual({ digests: 3, logFiles: 3, faults: [] })
  })

  it('has only what the filter names', async () => {
    const memory = memoryFolder()
    const log = trailLog([at('08:00:00'), at('09:00:00', { region: 'eu-west-1' }), at('10:00:00')])
    const { counts, state } = await run(memory, log, { filter: { region: 'eu-west-1' as Region } })
    expect(counts).toMatchObject({ events: 1, digests: 2 })
    expect(state).toMatchObject({ seq: 3 })
    expect(recordsIn(memory)).toHaveLength(1)
  })

  it('begins where the log does, and stops where events are missing', async () => {
    const log = trailLog([at('09:00:00'), at('10:00:00'), at('11:00:00'), at('12:00:00')])
    const memory = memoryFolder()
    const { counts, state } = await run(memory, log.slice(1, 2))
    expect(counts).toMatchObject({ events: 1, digests: 1 })
    await expect(run(memory, log.slice(3), { state })).rejects.toThrow(/^Event 3 is not in the log any more/)
    const holed = [log[0], log[3]].filter((event) => event !== undefined)
    await expect(run(memoryFolder(), holed)).rejects.toThrow(/^Events 2 to 3 are not in the log any more/)
  })

  it('stops at an event of a time that is more than an hour ahead, and leaves no draft', async () => {
    const memory = memoryFolder()
    const writtenAt = '2056-01-01T00:00:00.000Z'
    const log = trailLog([at('09:10:00'), at('09:20:00', { writtenAt }), at('09:30:00')])
    await expect(run(memory, log)).rejects.toThrow(/^Event 2 says that it was written at 2056-01-01T00:00:00.000Z, /)
    expect([memory.files.size, memory.drafts()]).toEqual([0, 0])
    const slow = trailLog([at('09:10:00'), at('10:10:00')])
    expect((await run(memory, slow, { now: () => timeOf('09:10:00') })).counts).toMatchObject({ events: 2 })
    await expect(run(memory, slow, { now: () => timeOf('09:09:59') })).rejects.toThrow(ExportError)
  })

  it('tells how far it is', async () => {
    const seqs: number[] = []
    const log = trailLog([at('09:00:00'), at('09:10:00'), at('10:00:00')])
    await run(memoryFolder(), log, { progress: (seq) => seqs.push(seq), filter: { region: 'eu-west-1' as Region } })
    expect(seqs).toEqual([1, 2, 3])
  })

  it.each<[string, (text: string) => string]>([
    ['is not JSON', (text) => text.slice(1)],
    ['has no record', (text) => text.replace('"record":', '"recorf":')],
    ['names no account', (text) => text.replace('"recipientAccountId":"1', '"recipientAccountId":"../')],
    ['names no Region', (text) => text.replace('"awsRegion":"', '"awsRegion":"../../')],
    ['has no time', (text) => text.replace(/"wallTime":"[^"]*"/, '"wallTime":"?"')],
    ['is not in canonical form', (text) => text.replace('"record":{', '"record": {')],
  ])('stops at an event that %s, and leaves no draft', async (_, change) => {
    const memory = memoryFolder()
    const [first, second] = trailLog([at('09:00:00'), at('09:10:00')])
    if (!first || !second) throw new Error('no log')
    const damaged = { ...second, text: change(second.text) }
    expect(damaged.text).not.toBe(second.text)
    await expect(run(memory, [first, damaged])).rejects.toThrow(/^Event 2 of the log is damaged/)
    expect(memory.drafts()).toBe(0)
  })
})

describe('what anyone changes in an exported trail', () => {
  const log = () => trailLog([at('09:00:00'), at('10:00:00'), at('11:00:00')])
  const [first, second, third] = ['20261125T100000Z', '20261125T110000Z', '20261125T120000Z'].map(digestOf)
  const swap = (files: Map<string, string>, one = '', other = '') => {
    const [a = '', b = ''] = [files.get(one), files.get(other)]
    files.set(one, b)
    files.set(other, a)
  }

  it.each<[string, (files: Map<string, string>) => void, RegExp]>([
    ['a byte of a log file', (files) => change(files, logFileIn(files)), /: changed$/],
    ['a log file that is taken away', (files) => files.delete(logFileIn(files)), /: missing$/],
    ['a digest', (files) => change(files, second ?? ''), /T110000Z.*: not signed$/],
    ['a digest that is taken away', (files) => files.delete(second ?? ''), /T110000Z.*: missing$/],
    ['two digests that trade places', (files) => swap(files, first, second), /T110000Z.*: moved$/],
    [
      'two signatures that trade places',
      (files) => swap(files, `${second}.metadata.json`, `${third}.metadata.json`),
      /: not signed$/,
    ],
  ])('shows: %s', async (_, tamper, fault) => {
    const memory = memoryFolder()
    await run(memory, log())
    tamper(memory.files)
    expect(verdictOf(memory).faults.join('\n')).toMatch(fault)
  })

  const logFileIn = (files: Map<string, string>) =>
    [...files.keys()].find((path) => path.includes('/CloudTrail/')) ?? ''
  const change = (files: Map<string, string>, path: string) =>
    files.set(path, (files.get(path) ?? '').replace('2026', '2027'))
})

describe('the keys of a trail', () => {
  const key = (fingerprint: string) => ({ publicKey: Buffer.from(fingerprint), fingerprint })
  const time = (seconds: number) => (seconds * 1000) as EpochMillis

  it('are valid for what they signed, and stay when another one signs', () => {
    const one = withKey({ PublicKeyList: [] }, key('a'), time(1), time(2))
    const longer = withKey(one, key('a'), time(2), time(3))
    expect(withKey(longer, key('b'), time(3), time(4)).PublicKeyList).toEqual([
      { Value: 'YQ==', Fingerprint: 'a', ValidityStartTime: 1, ValidityEndTime: 3 },
      { Value: 'Yg==', Fingerprint: 'b', ValidityStartTime: 3, ValidityEndTime: 4 },
    ])
  })
})
