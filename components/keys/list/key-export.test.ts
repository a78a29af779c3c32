import { expect, it } from 'vitest'
import type { KeyRowDto } from '#console/dto/keys.ts'
import { keysCsv, keysJson } from './key-export.ts'

const row: KeyRowDto = {
  ...{ keyId: 'k1', arn: 'arn:aws:kms:us-east-1:1:key/k1', aliases: ['alias/a', 'alias/b'] },
  ...{ description: '=HYPERLINK("http://x")', state: 'Enabled', spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC' },
  ...{ origin: 'AWS_KMS', manager: 'CUSTOMER', regionality: 'SINGLE', regions: [], createdAt: 0 },
  tags: [{ key: 'team', value: 'a,b' }],
  lastUse: { at: 1000, eventName: 'GenerateMac', principalArn: 'arn:aws:iam::1:root' },
}

it('keys are exported as CSV that no spreadsheet runs', () => {
  const [head, line] = keysCsv([row]).split('\r\n')
  expect(head).toMatch(/^key_id,arn,aliases,description,state,/)
  expect(line).toBe(
    `k1,arn:aws:kms:us-east-1:1:key/k1,alias/a alias/b,"'=HYPERLINK(""http://x"")",Enabled,,HMAC,HMAC_256,GENERATE_VERIFY_MAC,AWS_KMS,SINGLE,,1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,arn:aws:iam::1:root,GenerateMac,,,"team=a,b"`,
  )
})

it('keys are exported as JSON with their lists and maps', () => {
  expect(JSON.parse(keysJson([row]))).toMatchObject([
    { key_id: 'k1', aliases: ['alias/a', 'alias/b'], tags: { team: 'a,b' }, description: '=HYPERLINK("http://x")' },
  ])
})
