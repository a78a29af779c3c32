import { describe, expect, it } from 'vitest'
import { ServiceError } from '#kernel/service-error.ts'
import { disabled, internal, invalidState, keyNotFound } from '#kms/errors.ts'
import { proxyRefusal } from './errors.ts'
import { PROXY_ERRORS } from './failures.ts'

const ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' as never

describe('a refusal of the proxy face', () => {
  it.each(Object.entries(PROXY_ERRORS))('%s has the status %d', (errorName, status) => {
    expect(proxyRefusal(new ServiceError(errorName, 'why'))).toEqual({
      status,
      body: { errorName, errorMessage: 'why' },
    })
  })

  it.each([
    [keyNotFound(ARN), 'KeyNotFoundException'],
    [disabled(ARN), 'InvalidStateException'],
    [invalidState('pending'), 'InvalidStateException'],
    [internal(new Error('broken')), 'InternalException'],
    [new ServiceError('NeverHeardOfException', 'what'), 'InternalException'],
  ] as const)('that AWS KMS calls %s is called %s', (error, errorName) => {
    expect(proxyRefusal(error)).toMatchObject({ status: PROXY_ERRORS[errorName], body: { errorName } })
  })

  it('says why in less than 512 printable characters, or not at all', () => {
    const refused = (message: string) =>
      proxyRefusal(new ServiceError('ValidationException', message)).body.errorMessage
    expect(refused('zwölf\n')).toBe('zw?lf?')
    expect(refused('x'.repeat(600))).toHaveLength(511)
    expect(refused('')).toBeUndefined()
  })
})
