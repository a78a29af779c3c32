import { describe, expect, it } from 'vitest'
import type { Admin } from './admin.ts'
import type { ClientConfig } from './sandbox.ts'
import { createSandbox } from './sandbox.ts'

const PLACE = { endpoint: 'http://127.0.0.1:3000', region: 'us-east-1' }
const ROOT = { accessKeyId: 'AKIAROOT', secretAccessKey: 'root' }

const accessKey = (UserName: string) => ({
  ...{ AccountId: '111122223333', UserName },
  ...{ AccessKeyId: `AKIA${UserName}`, SecretAccessKey: UserName },
})

/** An administration that answers as told and keeps what it was asked. */
function recorded(answers: Readonly<Record<string, unknown>> = {}) {
  const asked: unknown[][] = []
  const created = { id: 'sb-a', accountId: '111122223333', ...ROOT }
  const fixture = { accessKeys: [accessKey('alice')] }
  const known: Record<string, unknown> = { 'POST sandboxes': { ...created, fixture }, ...answers }
  const admin: Admin = {
    async ask(method, path, body) {
      asked.push([method, path, ...(body === undefined ? [] : [body])])
      return known[`${method} ${path}`] as never
    },
  }
  return { admin, asked }
}

class Client {
  readonly config: ClientConfig
  isDestroyed = false

  constructor(config: ClientConfig) {
    this.config = config
  }

  destroy() {
    this.isDestroyed = true
  }
}

describe('a sandbox', () => {
  it('is made with what is asked, and asks for everything at its own address', async () => {
    const { admin, asked } = recorded({
      'GET sandboxes/sb-a': { clock: { now: '2030-01-01T00:00:00.000Z', frozen: true } },
      'POST sandboxes/sb-a/fixture': { accessKeys: [] },
    })
    const fixture = { keystead: 1 } as const
    const sandbox = await createSandbox(admin, PLACE, { seed: 'x', quotas: 'aws', fixture })
    await sandbox.clock.advance('P1Y')
    await sandbox.clock.set(new Date(0))
    await sandbox.clock.freeze()
    await sandbox.clock.run()
    expect(await sandbox.clock.now()).toEqual({ now: '2030-01-01T00:00:00.000Z', frozen: true })
    await sandbox.snapshot('full')
    await sandbox.restore('full')
    await sandbox.reset()
    await sandbox.faults([{ kind: 'throttle', operation: 'Decrypt', every: 2 }])
    await sandbox.quotas('brief')
    await sandbox.apply(fixture)
    await sandbox.export({ material: true })
    await sandbox.dispose()
    await sandbox.dispose()
    expect(asked).toEqual([
      ['POST', 'sandboxes', { seed: 'x', quotas: 'aws', fixture }],
      ['POST', 'sandboxes/sb-a/clock', { advance: 'P1Y' }],
      ['POST', 'sandboxes/sb-a/clock', { set: '1970-01-01T00:00:00.000Z' }],
      ['POST', 'sandboxes/sb-a/clock', { freeze: true }],
      ['POST', 'sandboxes/sb-a/clock', { freeze: false }],
      ['GET', 'sandboxes/sb-a'],
      ['POST', 'sandboxes/sb-a/snapshots', { name: 'full' }],
      ['POST', 'sandboxes/sb-a/snapshots/full/restore'],
      ['POST', 'sandboxes/sb-a/reset'],
      ['PUT', 'sandboxes/sb-a/faults', [{ kind: 'throttle', operation: 'Decrypt', every: 2 }]],
      ['PUT', 'sandboxes/sb-a/quotas', { profile: 'brief' }],
      ['POST', 'sandboxes/sb-a/fixture', fixture],
      ['GET', 'sandboxes/sb-a/fixture?material=true&history=true'],
      ['DELETE', 'sandboxes/sb-a'],
    ])
  })

  it('makes clients that are someone, somewhere, and end with it', async () => {
    const { admin } = recorded()
    const sandbox = await createSandbox(admin, PLACE)
    const root = sandbox.client(Client)
    expect(root.config).toEqual({ endpoint: PLACE.endpoint, region: 'us-east-1', credentials: ROOT })
    const alice = sandbox.client(Client, { as: 'alice', region: 'eu-west-1', maxAttempts: 1 })
    expect(alice.config).toMatchObject({
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIAalice' },
    })
    const session = { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' }
    expect(sandbox.client(Client, { as: session }).config.credentials).toBe(session)
    expect(() => sandbox.client(Client, { as: 'mallory' })).toThrow(/No access key of 'mallory'/)
    await sandbox.dispose()
    expect([root.isDestroyed, alice.isDestroyed]).toEqual([true, true])
  })

  it('knows who was added since, and forgets them with the state that had them', async () => {
    const { admin } = recorded({ 'POST sandboxes/sb-a/fixture': { accessKeys: [accessKey('bob')] } })
    const sandbox = await createSandbox(admin, PLACE)
    const isKnown = (as: string) => {
      try {
        return sandbox.client(Client, { as }) !== undefined
      } catch {
        return false
      }
    }
    expect([isKnown('alice'), isKnown('bob')]).toEqual([true, false])
    await sandbox.apply({ keystead: 1 })
    expect(isKnown('bob')).toBe(true)
    await sandbox.snapshot('with-bob')
    await sandbox.reset()
    expect([isKnown('alice'), isKnown('bob')]).toEqual([true, false])
    await sandbox.restore('with-bob')
    expect(isKnown('bob')).toBe(true)
  })
})
