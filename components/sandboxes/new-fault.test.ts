import { expect, it } from 'vitest'
import { faultOf, NEW_FAULT } from './new-fault.ts'

it('asks for what was filled in, and for no more', () => {
  expect(faultOf(NEW_FAULT)).toEqual({ kind: 'throttle' })
  expect(faultOf({ ...NEW_FAULT, operation: ' Decrypt ', often: 'every', share: '3' })).toEqual({
    ...{ kind: 'throttle', operation: 'Decrypt', every: 3 },
  })
  expect(faultOf({ ...NEW_FAULT, kind: 'latency', seconds: '1.5', often: 'rate', share: '25' })).toEqual({
    ...{ kind: 'latency', millis: 1500, rate: 0.25 },
  })
  expect(faultOf({ ...NEW_FAULT, kind: 'error', keyId: 'mrk-1' })).toEqual({
    ...{ kind: 'error', keyId: 'mrk-1', code: 'KMSInternalException' },
  })
})

it('aims a wrong clock at nothing', () => {
  const form = { ...NEW_FAULT, kind: 'clock-skew', operation: 'Decrypt', keyId: 'mrk-1', minutes: '-6' } as const
  expect(faultOf(form)).toEqual({ kind: 'clock-skew', skewMillis: -360_000 })
})
