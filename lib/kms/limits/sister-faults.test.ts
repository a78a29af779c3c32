import { beforeEach, describe, expect, it } from 'vitest'
import { isServiceError } from '#kernel/service-error.ts'
import { TestClock } from '#testing/clock.ts'
import { type IamHarness, openIamHarness } from '#testing/iam-harness.ts'
import type { Fault } from './fault.ts'
import { createFaults } from './faults.ts'
import { createLimits } from './limits.ts'
import { createQuotas } from './quotas.ts'

let on: readonly Fault[]
let slept: number[]
let harness: IamHarness

beforeEach(async () => {
  ;[on, slept] = [[], []]
  const quotas = createQuotas({ profileOf: () => 'brief', clock: new TestClock() })
  const sleep = async (millis: number) => void slept.push(millis)
  const limits = createLimits(quotas, createFaults({ faultsOf: () => on, chance: () => 0, sleep }))
  harness = await openIamHarness({ limits })
})

const caller = () => harness.caller()
const calls = {
  iam: () => harness.call('ListUsers', {}),
  sts: () => harness.sts.execute('GetCallerIdentity', {}, caller()),
  cloudTrail: () => harness.cloudTrail.execute('LookupEvents', {}, caller()),
  kms: () => harness.kms.execute('ListKeys', {}, caller()),
}

async function endings(): Promise<Record<string, string>> {
  const ended = Object.entries(calls).map(async ([name, call]) => {
    const outcome: unknown = await call().catch((error: unknown) => error)
    return [name, isServiceError(outcome) ? outcome.code : 'OK'] as const
  })
  return Object.fromEntries(await Promise.all(ended))
}

const OK = { iam: 'OK', sts: 'OK', cloudTrail: 'OK', kms: 'OK' }

describe('a fault on a sister service', () => {
  it('throttles in the words of that service, and nothing else', async () => {
    on = [{ id: 'a', kind: 'throttle', operation: 'iam:List*' }]
    expect(await endings()).toEqual({ ...OK, iam: 'Throttling' })
    on = [{ id: 'a', kind: 'throttle', operation: 'sts:GetCallerIdentity' }]
    expect(await endings()).toEqual({ ...OK, sts: 'Throttling' })
    on = [{ id: 'a', kind: 'throttle', operation: 'cloudtrail:*' }]
    expect(await endings()).toEqual({ ...OK, cloudTrail: 'ThrottlingException' })
    await expect(calls.cloudTrail()).rejects.toMatchObject({ message: 'Rate exceeded', fault: 'client' })
  })

  it('is none where operations of AWS KMS are meant, all of them too', async () => {
    on = [{ id: 'a', kind: 'throttle' }]
    expect(await endings()).toEqual({ ...OK, kms: 'ThrottlingException' })
    on = [{ id: 'a', kind: 'throttle', operation: 'i*' }]
    expect(await endings()).toEqual(OK)
  })

  it('fails with an error that any service can have, before anything is authorized, and its event says so', async () => {
    const nobody = await harness.user('nobody')
    on = [{ id: 'broken', kind: 'error', operation: 'iam:CreateUser', code: 'ServiceUnavailable' }]
    const call = harness.call('CreateUser', { UserName: 'eve' }, nobody)
    await expect(call).rejects.toMatchObject({
      ...{ code: 'ServiceUnavailable', fault: 'server' },
      message: 'The request has failed due to a temporary failure of the server.',
    })
    const [event] = (await harness.events()).slice(-1)
    expect(event).toMatchObject({ eventName: 'CreateUser', outcome: 'error' })
    const { record, decisions } = JSON.parse(event?.text ?? '{}')
    expect(decisions).toEqual([])
    expect(record.additionalEventData).toEqual({ injectedFaults: [{ id: 'broken', kind: 'error' }] })
  })

  it('holds calls back, each once, which go on then; their events say so', async () => {
    const late = (service: string) => ({ id: service, kind: 'latency', operation: `${service}:*`, millis: 5 }) as const
    on = [late('iam'), late('sts'), late('cloudtrail')]
    expect(await endings()).toEqual(OK)
    expect(slept).toEqual([5, 5, 5])
    const told = (await harness.events()).map(({ text }) => JSON.parse(text).record.additionalEventData)
    const named = told.flatMap((data) => data?.injectedFaults ?? []).map(({ id }: { id: string }) => id)
    expect(named.sort()).toEqual(['cloudtrail', 'iam', 'sts'])
  })
})
