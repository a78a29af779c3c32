import { describe, expect, it } from 'vitest'
import { type Draft, emptyDraft, newKey, withChange } from './draft.ts'
import { firstProblem, parseStep, stepProblem, xksKeyProblem } from './steps.ts'

const scope = { sandbox: 'main', account: '111122223333', region: 'us-east-1' }
const ADMIN = 'arn:aws:iam::111122223333:role/KeyAdmin'
const with_ = (...changes: Partial<Draft>[]) => changes.reduce(withChange, emptyDraft())

describe('a draft is always of a key that can be made', () => {
  it('another usage brings a spec of its own', () => {
    expect(with_({ usage: 'GENERATE_VERIFY_MAC' })).toMatchObject({ spec: 'HMAC_256' })
    expect(with_({ usage: 'SIGN_VERIFY', spec: 'RSA_4096' })).toMatchObject({ spec: 'RSA_4096' })
  })

  it('an origin that the spec does not have falls back', () => {
    expect(with_({ origin: 'EXTERNAL' }, { usage: 'SIGN_VERIFY', spec: 'ML_DSA_65' }).origin).toBe('AWS_KMS')
    expect(with_({ origin: 'EXTERNAL' }, { usage: 'SIGN_VERIFY' }).origin).toBe('EXTERNAL')
    const stored = with_({ origin: 'EXTERNAL_KEY_STORE' }, { keyStoreId: 'cks-1', xksKeyId: 'a' })
    expect(withChange(stored, { multiRegion: true })).toMatchObject({ origin: 'AWS_KMS', keyStoreId: '', xksKeyId: '' })
    expect(withChange(stored, { usage: 'SIGN_VERIFY' }).origin).toBe('AWS_KMS')
  })
})

describe('what is asked for', () => {
  it('leaves the default policy to the service, and brings any other', () => {
    expect(newKey(with_(), scope)).not.toHaveProperty('policy')
    expect(newKey(with_({ administrators: [ADMIN] }), scope).policy).toContain('Allow access for Key Administrators')
    expect(newKey(with_({ administrators: [ADMIN], ownPolicy: '{}' }), scope).policy).toBe('{}')
  })

  it('names a key store only for a key in one, and rotation only where there is any', () => {
    expect(newKey(with_({ origin: 'AWS_CLOUDHSM' }, { keyStoreId: 'cks-1' }), scope)).toMatchObject({
      keyStoreId: 'cks-1',
    })
    expect(newKey(with_({ rotate: true, period: '90' }), scope).rotationPeriodInDays).toBe(90)
    expect(newKey(with_({ rotate: true, origin: 'EXTERNAL' }), scope)).not.toHaveProperty('rotationPeriodInDays')
  })
})

describe('what is wrong with a step', () => {
  const keys = [{ keyId: '12345678-aaaa', aliases: ['alias/taken'], state: 'Enabled', spec: '', usage: '' }]

  it.each([
    ['alias/taken', /is the name of key/],
    ['payments', /begins with alias/],
    ['alias/aws/x', /kept for AWS/],
  ])('the alias %s', (alias, problem) => {
    expect(stepProblem('labels', with_({ alias }), keys)).toMatch(problem)
    expect(firstProblem(with_({ alias }), keys)).toMatchObject({ step: 'labels' })
  })

  it('a key store that is not chosen, an external key without an id', () => {
    expect(stepProblem('configure', with_({ origin: 'AWS_CLOUDHSM' }), keys)).toBe('Choose a custom key store')
    expect(xksKeyProblem('bb8562717f809024')).toBeUndefined()
    expect(xksKeyProblem('a/b')).toBeDefined()
  })

  it('nothing, when nothing is', () => {
    expect(firstProblem(with_({ alias: 'alias/free' }), keys)).toBeUndefined()
    expect(parseStep('users')).toBe('users')
    expect(parseStep('nonsense')).toBe('configure')
  })
})
