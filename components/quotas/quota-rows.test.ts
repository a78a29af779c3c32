import { describe, expect, it } from 'vitest'
import type { QuotaClassDto } from '#console/dto/quotas.ts'
import { busiest, quotaName, quotasInUse } from './quota-rows.ts'

const quota = (id: string, operations: readonly string[], rate: number, peak = 0, throttled = 0): QuotaClassDto => ({
  ...{ class: id, name: `${id} request rate`, operations, rate },
  use: { lastSecond: 0, peak, throttled },
})
const symmetric = quota('symmetric', ['Encrypt', 'Decrypt'], 10_000, 100)
const rsa = quota('rsa', ['Sign', 'Verify'], 1000)
const pair = quota('pair RSA_4096', ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'], 1)
const create = quota('CreateKey', ['CreateKey'], 5, 4)
const list = quota('ListKeys', ['ListKeys'], 500)

describe('request quotas', () => {
  it('have short names', () => {
    expect(quotaName({ name: 'Cryptographic operations (RSA) request rate' })).toBe('Cryptographic, RSA')
    expect(quotaName({ name: 'GenerateDataKeyPair (RSA_2048) request rate' })).toBe('GenerateDataKeyPair (RSA_2048)')
    expect(quotaName({ name: 'Custom key store request rate (cks-1)' })).toBe('Custom key store (cks-1)')
  })

  it('are shown where they are shared or in use', () => {
    expect(quotasInUse([symmetric, rsa, pair, create, list])).toEqual([symmetric, rsa, create])
    expect(quotasInUse([{ ...list, use: { lastSecond: 0, peak: 0, throttled: 1 } }])).toHaveLength(1)
  })

  it('come with what is throttled and what is fullest first', () => {
    const throttled = quota('DescribeKey', ['DescribeKey'], 2000, 1, 1)
    expect(busiest([symmetric, rsa, create, throttled], 3)).toEqual([throttled, create, symmetric])
  })
})
