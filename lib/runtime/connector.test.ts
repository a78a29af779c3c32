import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMemoryStore } from '#store/open.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { described, newKeyStore } from '#testing/key-stores.ts'
import { type BrokenStore, breakable } from '#testing/stores.ts'
import type { Connector } from './connector.ts'
import { startConnector } from './connector.ts'
import type { Log } from './log.ts'

let store: BrokenStore
let kms: Harness
let connector: Connector | undefined
let errors: unknown[][]

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  store = breakable(openMemoryStore())
  kms = await openHarness(store)
  errors = []
  connector = undefined
})

afterEach(async () => {
  await connector?.stop()
  vi.useRealTimers()
})

const start = () => {
  const silent = () => undefined
  const error: Log['error'] = (...line) => errors.push(line)
  connector = startConnector(kms.ports, kms.sandboxes, {
    debug: silent,
    info: silent,
    warn: silent,
    error,
    flush: silent,
  })
}
const stateOf = async (id: string) => (await described(kms, id)).ConnectionState
const begin = (CustomKeyStoreId: string) => kms.call('ConnectCustomKeyStore', { CustomKeyStoreId })

describe('the connector', () => {
  it('connects a key store as it is asked to', async () => {
    start()
    const id = await newKeyStore(kms)
    await begin(id)
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('CONNECTED'))
    kms.externalKeys.failure = 'timeout'
    await kms.call('DisconnectCustomKeyStore', { CustomKeyStoreId: id })
    await begin(id)
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('FAILED'))
    expect(errors).toEqual([])
  })

  it('goes on at start with what was connecting when the program ended, and leaves what is connected', async () => {
    const [connecting, idle] = [await newKeyStore(kms), await newKeyStore(kms)]
    await begin(connecting)
    start()
    await vi.waitFor(async () => expect(await stateOf(connecting)).toBe('CONNECTED'))
    expect(await stateOf(idle)).toBe('DISCONNECTED')
    await connector?.stop()
    kms.externalKeys.failure = 'unreachable'
    const calls = kms.externalKeys.calls.length
    start()
    await connector?.stop()
    expect(await stateOf(connecting)).toBe('CONNECTED')
    expect(kms.externalKeys.calls).toHaveLength(calls)
  })

  it('tries again when the outcome cannot be written', async () => {
    start()
    const id = await newKeyStore(kms)
    await begin(id)
    store.fault = ({ events }) => (events.length === 0 ? Promise.reject(new Error('the disk is full')) : undefined)
    await vi.waitFor(() => expect(errors).toHaveLength(1))
    expect(await stateOf(id)).toBe('CONNECTING')
    store.fault = undefined
    await vi.advanceTimersByTimeAsync(10_000)
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('CONNECTED'))
  })

  it('tells the operator of a failure that is our own', async () => {
    const id = await newKeyStore(kms)
    kms.externalKeys.health = () => Promise.reject(new TypeError('not foreseen'))
    start()
    await begin(id)
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('FAILED'))
    expect(errors).toMatchObject([['a key store could not be connected', { message: 'not foreseen' }]])
  })
})
