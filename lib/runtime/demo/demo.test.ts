import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadedDemo } from '#admin/ports.ts'
import type { AuditEvent } from '#audit/event.ts'
import { createIdentities } from '#iam/identities.ts'
import { type Clock, DAY } from '#kernel/clock.ts'
import type { Region } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Store } from '#kms/ports.ts'
import { openPrismaStore } from '#store/open.ts'
import { folderPerSuite } from '#testing/folder.ts'
import { ACCOUNT, type Harness, OTHER_ACCOUNT, openHarness } from '#testing/harness.ts'
import { NO_FIXTURES } from '#testing/no-demo.ts'
import { createDemo, type Demo } from './demo.ts'
import { HISTORY_DAYS } from './load.ts'

async function opened(rows?: Store): Promise<{ readonly kms: Harness; readonly demo: Demo }> {
  const kms = await openHarness(rows)
  const { store, materials: vault } = kms.ports
  const root = { account: ACCOUNT, accessKeyId: 'AKIAROOT', secretAccessKey: 'secret', open: false }
  const identitiesBy = (clock: Clock) => createIdentities({ store, vault, clock, root })
  const ports = { ...kms.ports, identities: identitiesBy(kms.clock) }
  const demo = createDemo({
    ...{ ports, identitiesBy, explain: async () => undefined, fixtures: NO_FIXTURES },
    materialsOn: () => kms.ports.materials,
    held: (work) => work(),
  })
  return { kms, demo }
}

const recordOf = ({ text }: AuditEvent) => JSON.parse(text)

describe('the sample', () => {
  let kms: Harness
  let demo: Demo
  let loaded: LoadedDemo
  let events: readonly AuditEvent[]
  const inFolder = folderPerSuite()

  beforeAll(async () => {
    ;({ kms, demo } = await opened(await openPrismaStore({ file: inFolder('keystead.db') })))
    loaded = await demo.load(kms.caller())
    const everything = { sandbox: MAIN_SANDBOX, account: ACCOUNT, filters: [], limit: 100_000 }
    events = (await kms.ports.store.events(everything)).toReversed()
  }, 120_000)
  afterAll(() => kms.ports.store.close())

  it('fills a year and a half, in the order of time, and says what the wall clock said', () => {
    const times = events.map(({ eventTime }) => eventTime)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(loaded.to - loaded.from).toBe(HISTORY_DAYS * DAY)
    expect(times[0]).toBe(loaded.from)
    const days = new Set(times.map((time) => Math.floor(time / DAY)))
    expect(days.size).toBeGreaterThan(300)
    const walls = events.map((event) => Date.parse(recordOf(event).wallTime))
    expect(Math.min(...walls)).toBeGreaterThanOrEqual(loaded.to)
  })

  it('has keys of every kind and state', async () => {
    const { store } = kms.ports
    const records = await store.keyRecords(kms.caller().scope)
    const specs = new Set(records.map(({ key }) => key.spec))
    for (const spec of ['SYMMETRIC_DEFAULT', 'RSA_2048', 'HMAC_256', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519']) {
      expect(specs).toContain(spec)
    }
    for (const spec of ['ECC_NIST_P256', 'ML_DSA_65', 'ML_KEM_768']) expect(specs).toContain(spec)
    const states = new Set(records.map(({ key }) => key.state))
    for (const state of ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport']) expect(states).toContain(state)
    expect(records.some(({ key }) => key.customKeyStoreId !== null)).toBe(true)
    expect(records.some(({ key }) => key.replicaRegions !== null && key.replicaRegions !== '')).toBe(true)
    expect(records.some(({ key }) => key.validTo !== null && key.validTo > loaded.to)).toBe(true)
    expect(Math.max(...records.map(({ materials }) => materials.length))).toBeGreaterThan(3)
  })

  it('was decided for real: refusals name what was missing, and grants what they allowed', () => {
    const denied = events.filter(({ outcome }) => outcome === 'denied')
    expect(denied.length).toBeGreaterThan(50)
    for (const event of denied) expect(recordOf(event).record.errorCode).toMatch(/^AccessDenied/)
    const byGrant = events.filter((event) => recordOf(event).decisions.some(({ grant }: { grant?: string }) => grant))
    expect(byGrant.length).toBeGreaterThan(50)
    expect(events.filter(({ eventName }) => eventName === 'RotateKey').length).toBeGreaterThan(5)
    expect(events.some(({ eventName }) => eventName === 'DeleteExpiredKeyMaterial')).toBe(true)
    expect(events.some(({ eventName }) => eventName === 'DeleteKey')).toBe(true)
  })

  it('is loaded once', async () => {
    await expect(demo.load(kms.caller())).rejects.toMatchObject({ code: 'InstallationNotFreshException' })
    const { done, all } = demo.progress()
    expect(done).toBe(all)
  })
})

describe('an installation that is not fresh', () => {
  it('is left as it is: a key, an identity or another account is enough', async () => {
    const { kms, demo } = await opened()
    await kms.newKey()
    await expect(demo.load(kms.caller())).rejects.toMatchObject({
      code: 'InstallationNotFreshException',
      message: expect.stringContaining('has keys in us-east-1'),
    })
    expect((await kms.events()).length).toBe(1)
  })

  it('does not load the sample for a Region of another partition', async () => {
    const { kms, demo } = await opened()
    const caller = kms.caller({ account: OTHER_ACCOUNT, region: 'cn-north-1' as Region })
    await expect(demo.load(caller)).rejects.toMatchObject({ message: expect.stringContaining('cn-north-1') })
  })
})
