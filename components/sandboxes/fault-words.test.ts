import { expect, it } from 'vitest'
import { faultText } from './fault-words.ts'

const keyId = 'arn:aws:kms:us-east-1:111122223333:key/7f3a91c2-5d1e-4b8a-9c64-2e0b7d41aa90'

it.each([
  [{ kind: 'throttle', operation: 'Decrypt', every: 3 }, 'Every 3rd Decrypt is throttled'],
  [{ kind: 'throttle', every: 11 }, 'Every 11th call is throttled'],
  [{ kind: 'latency', millis: 1500, keyId }, 'Every call on 7f3a91c2…aa90 waits 1.5 s'],
  [
    { kind: 'error', code: 'KMSInternalException', rate: 0.25 },
    'With a chance of 25 %, each call fails with KMSInternalException',
  ],
  [{ kind: 'xks-proxy-down' }, 'Every call finds the proxy of its key store down'],
  [{ kind: 'clock-skew', skewMillis: -600_000 }, 'Every signature is checked by a clock 10 min behind'],
])('%j is told as %s', (fault, text) => {
  expect(faultText(fault)).toBe(text)
})
