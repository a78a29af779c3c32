import { describe, expect, it } from 'vitest'
import type { CostRowDto } from '#console/dto/cost.ts'
import { costsCsv, costsJson } from './cost-export.ts'

const row: CostRowDto = {
  ...{ kind: 'key', id: 'arn:1', region: 'us-east-1', keyId: 'k1', alias: 'alias/=1+1', spec: 'SYMMETRIC_DEFAULT' },
  storage: { amount: 1_000_000, hours: 720, rules: ['key-month', 'multi-region'] },
  rotations: { amount: 83_333, hours: 60, count: 1, rules: ['rotation'] },
  requests: [{ class: 'symmetric', count: 6, amount: 18, rule: 'requests-symmetric' }],
  total: 1_083_351,
}

describe('the export of costs', () => {
  it('has exact amounts in dollars and the rules, and no formula', () => {
    const [head, line, end] = costsCsv([row]).split('\r\n')
    expect(head?.split(',').slice(0, 3)).toEqual(['kind', 'key_id', 'alias'])
    expect(line).toBe(
      'key,k1,alias/=1+1,us-east-1,SYMMETRIC_DEFAULT,720,1.000000,1,0.083333,6,0.000018,1.083351,key-month multi-region rotation requests-symmetric',
    )
    expect(end).toBe('')
  })

  it('says the same as JSON', () => {
    expect(JSON.parse(costsJson([row]))).toMatchObject([{ key_id: 'k1', total_usd: '1.083351', requests: 6 }])
  })
})
