import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Region, RequestId, SandboxId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller } from '#kms/ports.ts'
import { openPrismaStore } from '#store/open.ts'
import { folderPerTest } from '#testing/folder.ts'
import type { Config } from './config.ts'
import { parseConfig } from './config.ts'
import type { Instance } from './instance.ts'
import { createLog } from './log.ts'
import { start } from './start.ts'
import { verify } from './verify.ts'

const inFolder = folderPerTest()
const A = 'a' as SandboxId

let config: Config
let instance: Instance
let isOpen = false
/** What is done once after a read of the database, before whoever asked gets its answer. */
let afterRead: { readonly of: 'domainKeys' | 'snapshots'; work(): Promise<unknown> } | undefined

beforeEach(async () => {
  config = parseConfig({ KEYSTEAD_DATA_DIR: inFolder('data') }, inFolder('.'))
  afterRead = undefined
  const started = await start(config, 'http://127.0.0.1:3000', createLog('off'), {
    async openStore(options) {
      const rows = await openPrismaStore(options)
      const answered = async <R>(read: 'domainKeys' | 'snapshots', answer: Promise<R>): Promise<R> => {
        const found = await answer
        if (afterRead?.of !== read) return found
        const { work } = afterRead
        afterRead = undefined
        await work()
        return found
      }
      return {
        ...rows,
        domainKeys: () => answered('domainKeys', rows.domainKeys()),
        snapshots: (sandbox) => answered('snapshots', rows.snapshots(sandbox)),
      }
    },
  })
  instance = started.instance
  isOpen = true
  await create()
})
afterEach(() => closed())

const callerIn = (sandbox: SandboxId, region: string = config.region): Caller => ({
  principal: rootPrincipal(config.account),
  scope: { sandbox, account: config.account, region: region as Region },
  request: { id: instance.ids.uuid() as RequestId, face: 'wire', sourceIp: '192.0.2.1', userAgent: 'test' },
})
const create = () => instance.admin.execute('CreateSandbox', { name: A }, callerIn(MAIN_SANDBOX))
const erase = () => instance.admin.execute('DeleteSandbox', { id: A }, callerIn(MAIN_SANDBOX))
const keep = (name: string) => instance.admin.execute('CreateSnapshot', { id: A, name }, callerIn(MAIN_SANDBOX))
const createKey = (region: string) => instance.execute('CreateKey', {}, callerIn(A, region))

async function closed() {
  if (isOpen) await instance.close()
  isOpen = false
}

/** Of the log in the end, when all of it is signed. */
async function verdict() {
  await closed()
  const { lines } = await verify({ database: config.database, rows: true }, () => undefined)
  return lines.at(-1)
}

describe('the log accounts for all that goes with a sandbox, whatever comes while its deletion is planned:', () => {
  it('the first key of a Region', async () => {
    afterRead = { of: 'domainKeys', work: () => createKey('eu-west-1') }
    await erase()
    expect(afterRead).toBeUndefined()
    expect(await verdict()).toBe('sound')
  })

  it('a snapshot', async () => {
    afterRead = { of: 'snapshots', work: () => keep('late') }
    await erase()
    expect(afterRead).toBeUndefined()
    await create()
    const { snapshots } = await instance.admin.execute('GetSandbox', { id: A }, callerIn(MAIN_SANDBOX))
    expect(snapshots).toEqual([])
    expect(await verdict()).toBe('sound')
  })

  it('keys and snapshots at once with it', async () => {
    const beside = ['eu-west-1', 'eu-west-2', 'eu-west-3'].map(createKey)
    await Promise.allSettled([...beside, keep('one'), erase(), keep('two'), createKey('eu-north-1')])
    await create()
    await createKey('eu-west-1')
    const { snapshots } = await instance.admin.execute('GetSandbox', { id: A }, callerIn(MAIN_SANDBOX))
    expect(snapshots).toEqual([])
    expect(await verdict()).toBe('sound')
  })
})

it('a call that was held up while its sandbox was deleted is not made in the next one of that name', async () => {
  const faults = [{ kind: 'latency', operation: 'CreateKey', millis: 60_000 }] as const
  await instance.admin.execute('SetFaults', { id: A, faults }, callerIn(MAIN_SANDBOX))
  const held = createKey('eu-west-1').catch((error: unknown) => error)
  await erase()
  await create()
  instance.endDelays()
  expect(await held).toMatchObject({ code: 'KMSInternalException' })
  expect(instance.logSize(A)).toBe(1)
  expect((await instance.execute('ListKeys', {}, callerIn(A, 'eu-west-1'))).Keys).toEqual([])
  await createKey('eu-west-1')
})
