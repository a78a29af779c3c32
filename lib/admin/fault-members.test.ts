import { describe, expect, it } from 'vitest'
import { systemIds } from '#kernel/random.ts'
import { faultList, identified } from './fault-members.ts'

const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab'

describe('a list of faults', () => {
  it.each([
    { kind: 'throttle' },
    { kind: 'throttle', id: 'busy', operation: 'Encrypt', keyId: KEY_ID, rate: 0.5 },
    { kind: 'throttle', operation: '*', every: 3 },
    { kind: 'latency', operation: 'GenerateDataKey*', millis: 60_000 },
    { kind: 'error', code: 'KMSInternalException' },
    { kind: 'error', code: 'LimitExceededException', message: 'Enough.', rate: 1 },
    { kind: 'xks-proxy-down', keyId: `arn:aws:kms:us-east-1:111122223333:key/${KEY_ID}` },
    { kind: 'xks-proxy-down', keyId: 'mrk-1234abcd12ab34cd56ef1234567890ab' },
    { kind: 'clock-skew', skewMillis: -600_000, every: 2 },
    { kind: 'throttle', operation: 'iam:Create*', rate: 0.5 },
    { kind: 'latency', operation: 'cloudtrail:LookupEvents', millis: 5 },
    { kind: 'error', operation: 'sts:*', code: 'ServiceUnavailable', message: 'Later.' },
  ])('takes %j as it is', (fault) => {
    expect(faultList([fault])).toEqual([fault])
  })

  it.each<[unknown, string]>([
    [{}, 'The faults must be a list.'],
    [Array(101).fill({ kind: 'throttle' }), 'A sandbox has at most 100 faults.'],
    [['throttle'], 'faults[0] must be an object.'],
    [
      [{ kind: 'throttle' }, { kind: 'slow' }],
      'faults[1].kind must be one of throttle, latency, error, xks-proxy-down, clock-skew.',
    ],
    [
      [{ kind: 'throttle', millis: 5 }],
      'faults[0].millis is no member of a fault of the kind throttle, which has id, kind, operation, keyId, rate, every.',
    ],
    [
      [{ kind: 'clock-skew', skewMillis: 1, operation: 'Encrypt' }],
      'faults[0].operation is no member of a fault of the kind clock-skew, which has id, kind, rate, every, skewMillis.',
    ],
    [[{ kind: 'latency' }], 'faults[0].millis must be a whole number from 1 to 60000.'],
    [[{ kind: 'latency', millis: 60_001 }], 'faults[0].millis must be a whole number from 1 to 60000.'],
    [[{ kind: 'latency', millis: '5' }], 'faults[0].millis must be a whole number from 1 to 60000.'],
    [
      [{ kind: 'clock-skew', skewMillis: 1.5 }],
      'faults[0].skewMillis must be a whole number from -86400000 to 86400000.',
    ],
    [[{ kind: 'throttle', rate: 0 }], 'faults[0].rate must be a number above 0, and 1 at most.'],
    [[{ kind: 'throttle', rate: 1.1 }], 'faults[0].rate must be a number above 0, and 1 at most.'],
    [[{ kind: 'throttle', every: 0 }], 'faults[0].every must be a whole number from 1 to 1000000.'],
    [[{ kind: 'throttle', rate: 0.5, every: 2 }], 'faults[0] must have one of rate and every, not both.'],
    [
      [{ kind: 'throttle', operation: 'Encript' }],
      'faults[0].operation must be the name of an operation, as Decrypt or iam:CreateUser, or the beginning of one and *.',
    ],
    [
      [{ kind: 'throttle', operation: 'Nothing*' }],
      'faults[0].operation must be the name of an operation, as Decrypt or iam:CreateUser, or the beginning of one and *.',
    ],
    [
      [{ kind: 'throttle', operation: 'iam:Decrypt' }],
      'faults[0].operation must be the name of an operation, as Decrypt or iam:CreateUser, or the beginning of one and *.',
    ],
    [[{ kind: 'throttle', operation: 'iam:*', keyId: KEY_ID }], 'faults[0].keyId is for operations of AWS KMS.'],
    [[{ kind: 'xks-proxy-down', operation: 'sts:*' }], 'faults[0].operation must be one of AWS KMS.'],
    [
      [{ kind: 'error', operation: 'iam:*', code: 'KMSInternalException' }],
      'faults[0].code must be one of InternalFailure, ServiceUnavailable for that operation.',
    ],
    [[{ kind: 'throttle', keyId: 'alias/a' }], 'faults[0].keyId must be the id or ARN of a key, not an alias.'],
    [[{ kind: 'throttle', id: 'a b' }], 'faults[0].id must be 1 to 64 letters, digits, _, . and -.'],
    [
      [
        { kind: 'throttle', id: 'a' },
        { kind: 'throttle', id: 'a' },
      ],
      'faults[1].id is that of a fault above it.',
    ],
    [
      [{ kind: 'error', code: 'KMSInternalException', message: '' }],
      'faults[0].message must be a text of 1 to 1000 characters.',
    ],
    ...['AccessDeniedException', 'InvalidSignatureException', 'NoSuchException', 'constructor', undefined].map(
      (code): [unknown, string] => [
        [{ kind: 'error', code }],
        'faults[0].code must be an exception of AWS KMS, such as KMSInternalException; refusals of permission and of signatures are made by what causes them.',
      ],
    ),
  ])('refuses %j', (faults, message) => {
    expect(() => faultList(faults)).toThrow(expect.objectContaining({ code: 'ValidationException', message }))
  })

  it('gives each fault an id of its own, and keeps those that have one', () => {
    const faults = identified(
      faultList([{ kind: 'throttle' }, { kind: 'throttle', id: 'busy' }, { kind: 'throttle' }]),
      systemIds,
    )
    expect(faults[1]?.id).toBe('busy')
    expect(new Set(faults.map(({ id }) => id)).size).toBe(3)
  })
})
