import { describe, expect, it } from 'vitest'
import type { KeyRowDto } from './dto/keys.ts'
import { listKeys, parseKeyFilter } from './key-list.ts'

function row(keyId: string, change: Partial<KeyRowDto> = {}): KeyRowDto {
  return {
    keyId,
    arn: `arn:aws:kms:us-east-1:111122223333:key/${keyId}`,
    aliases: [],
    description: '',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    manager: 'CUSTOMER',
    regionality: 'SINGLE',
    regions: [],
    createdAt: 1000,
    tags: [],
    ...change,
  }
}

function ids(rows: readonly KeyRowDto[], search: string): string[] {
  return listKeys(rows, parseKeyFilter(new URLSearchParams(search))).rows.map((each) => each.keyId)
}

const rows = [
  row('a', { aliases: ['alias/pay-prod'], createdAt: 3, tags: [{ key: 'team', value: 'payments' }] }),
  row('b', { state: 'Disabled', createdAt: 2, tags: [{ key: 'team', value: 'platform' }], lastUse: use(9) }),
  row('c', {
    description: 'Payroll',
    createdAt: 1,
    lastUse: use(5),
    origin: 'EXTERNAL',
    regionality: 'REPLICA',
    rotation: { periodInDays: 90, nextAt: 7 },
  }),
]

function use(at: number) {
  return { at, eventName: 'Encrypt', principalArn: 'arn:aws:iam::111122223333:root' }
}

describe('filters in the address', () => {
  it.each([
    ['', ['a', 'b', 'c']],
    ['state=Disabled', ['b']],
    ['state=Disabled&state=Enabled', ['a', 'b', 'c']],
    ['q=PAY', ['a', 'c']],
    ['q=pay prod', ['a']],
    ['q=payroll', ['c']],
    ['tag.team=payments', ['a']],
    ['tag.team=payments&tag.team=platform', ['a', 'b']],
    ['tag.team=', ['a', 'b']],
    ['tag.team=payments&state=Disabled', []],
    ['spec=RSA_2048', []],
    ['origin=EXTERNAL', ['c']],
    ['regionality=REPLICA&regionality=PRIMARY', ['c']],
    ['sort=used', ['a', 'c', 'b']],
    ['sort=-used', ['b', 'c', 'a']],
    ['sort=alias', ['b', 'c', 'a']],
    ['sort=__proto__', ['a', 'b', 'c']],
    ['state!=Disabled', ['a', 'c']],
    ['state!=Disabled&state!=Enabled', []],
    ['tag.team!=payments', ['b', 'c']],
    ['tag.team!=', ['c']],
    ['alias=PROD', ['a']],
    ['alias!=pay', ['b', 'c']],
    ['id=C', ['c']],
    ['type=Symmetric', ['a', 'b', 'c']],
    ['type!=Symmetric', []],
    ['ever-used=no', ['a']],
    ['ever-used=yes', ['b', 'c']],
    ['used-after=1970-01-01T00:00:00.006Z', ['b']],
    ['used-before=1970-01-01T00:00:00.006Z', ['c']],
    ['created-after=1970-01-01T00:00:00.002Z&created-before=1970-01-01T00:00:00.003Z', ['b']],
    ['created-after=yesterday', ['a', 'b', 'c']],
    ['sort=rotation', ['c', 'a', 'b']],
    ['sort=description', ['a', 'b', 'c']],
    ['toString=1', ['a', 'b', 'c']],
    ['unknown=1', ['a', 'b', 'c']],
  ])('%s gives %j', (search, wanted) => {
    expect(ids(rows, search)).toEqual(wanted)
  })
})

describe('pages', () => {
  const many = Array.from({ length: 60 }, (_, index) => row(String(index).padStart(2, '0'), { createdAt: 100 - index }))

  it('are cut at the page size', () => {
    const page = listKeys(many, parseKeyFilter(new URLSearchParams('page=3&size=25')))
    expect(page).toMatchObject({ matching: 60, total: 60, page: 3, pageSize: 25 })
    expect(page.rows.map((each) => each.keyId)).toEqual(['50', '51', '52', '53', '54', '55', '56', '57', '58', '59'])
  })

  it('end at the last one', () => {
    expect(listKeys(many, parseKeyFilter(new URLSearchParams('page=99'))).page).toBe(2)
  })

  it('ignore sizes and numbers that are none', () => {
    expect(listKeys(many, parseKeyFilter(new URLSearchParams('page=x&size=1000000')))).toMatchObject({
      page: 1,
      pageSize: 50,
    })
  })
})

it('facets count the whole Region, not the page', () => {
  const { facets } = listKeys(rows, parseKeyFilter(new URLSearchParams('state=Disabled')))
  expect(facets.state).toEqual([
    { value: 'Disabled', count: 1 },
    { value: 'Enabled', count: 2 },
  ])
  expect(facets.tags).toEqual({
    team: [
      { value: 'payments', count: 1 },
      { value: 'platform', count: 1 },
    ],
  })
})
