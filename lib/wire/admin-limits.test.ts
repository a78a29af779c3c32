import { beforeEach, describe, expect, it } from 'vitest'
import type { SandboxId } from '#kernel/ids.ts'
import { adminHttpOf } from '#testing/admin-http.ts'
import { type Harness, openHarness } from '#testing/harness.ts'

const LATE = { kind: 'latency', operation: 'Encrypt', millis: 5 }

let kms: Harness
let ask: (method: string, path: string, body?: unknown) => Promise<{ status: number } & Record<string, unknown>>

beforeEach(async () => {
  kms = await openHarness()
  const { ask: asked } = adminHttpOf(kms)
  ask = (method, path, body) => asked(method, `sandboxes${path}`, body)
  await ask('POST', '', { name: 'a', quotas: 'aws' })
})

const settings = () => kms.sandboxes.get('a' as SandboxId)?.settings

describe('the faults of a sandbox over HTTP', () => {
  it('are put in place of those before, as a list or a member, each with an id', async () => {
    const put = await ask('PUT', '/a/faults', [LATE, { kind: 'throttle', id: 'busy' }])
    expect(put).toMatchObject({ status: 200, id: 'a', faults: [LATE, { kind: 'throttle', id: 'busy' }] })
    expect(put.faults).toEqual(settings()?.faults)
    expect(await ask('GET', '/a')).toMatchObject({ faults: put.faults, quotas: 'aws' })
    await ask('PUT', '/a/faults', { faults: [{ kind: 'throttle', id: 'other' }] })
    expect(settings()).toEqual({ quotas: 'aws', faults: [{ kind: 'throttle', id: 'other' }] })
    await ask('PUT', '/a/faults', [])
    expect(settings()?.faults).toEqual([])
  })

  it('are told in the log of main', async () => {
    const { faults } = await ask('PUT', '/a/faults', [LATE])
    const event = (await kms.events()).at(-1)
    expect(event?.eventName).toBe('SetFaults')
    expect(JSON.parse(event?.text ?? '').record).toMatchObject({
      requestParameters: { id: 'a', faults: [LATE] },
      responseElements: { id: 'a', faults },
    })
  })

  it('are refused when they are wrong, for main, and where there is no such sandbox', async () => {
    expect(await ask('PUT', '/a/faults', [LATE, { kind: 'latency' }])).toMatchObject({
      ...{ status: 400, code: 'ValidationException' },
      message: 'faults[1].millis must be a whole number from 1 to 60000.',
    })
    for (const code of ['AccessDeniedException', 'InvalidSignatureException', 'NoSuchException', 'toString']) {
      const refused = await ask('PUT', '/a/faults', [{ kind: 'error', code }])
      expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('faults[0].code must be') })
    }
    expect(await ask('PUT', '/main/faults', [LATE])).toMatchObject({ status: 400, code: 'ValidationException' })
    expect(await ask('PUT', '/b/faults', [LATE])).toMatchObject({ status: 404 })
    expect(settings()?.faults).toEqual([])
  })
})

describe('the quotas of a sandbox over HTTP', () => {
  it('are those of the profile that was set last', async () => {
    await ask('PUT', '/a/faults', [LATE])
    expect(await ask('PUT', '/a/quotas', { profile: 'brief' })).toEqual({ status: 200, id: 'a', profile: 'brief' })
    expect(settings()).toMatchObject({ quotas: 'brief', faults: [LATE] })
  })

  it('are refused for other profiles and for main', async () => {
    expect(await ask('PUT', '/a/quotas', { profile: 'high' })).toMatchObject({
      ...{ status: 400, message: 'profile must be one of off, aws, brief.' },
    })
    expect(await ask('PUT', '/main/quotas', { profile: 'aws' })).toMatchObject({ status: 400 })
    expect(settings()?.quotas).toBe('aws')
  })
})
