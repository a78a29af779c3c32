import { describe, expect, it } from 'vitest'
import type { EpochMillis } from '#kernel/ids.ts'
import { EVENTS_A_PAGE, parseEventFilter } from './event-filter.ts'

const NOW = 10_000_000_000 as EpochMillis
const OWN = [
  'ExplainDecision',
  'GetAccountAuthorizationDetails',
  'GetAccountCost',
  'GetKeyStoreHealth',
  'ListGrantInventory',
  'ListKeyFamilies',
  'ListKeyInventory',
  'LookupEvents',
  'ReplayEvents',
]
const HERE = { attribute: 'region', values: ['us-east-1'] }
const all = (attribute: string, ...values: string[]) => ({ filters: [HERE, { attribute, values }] })
const but = (attribute: string, ...values: string[]) => ({ filters: [HERE, { attribute, values, not: true }] })

function parse(search: string) {
  const { limit, ...filter } = parseEventFilter(new URLSearchParams(search), NOW, 'us-east-1')
  expect(limit).toBe(EVENTS_A_PAGE + 1)
  return filter
}

describe('parseEventFilter', () => {
  it.each([
    ['', { filters: [HERE] }],
    ['regions=all', { filters: [] }],
    ['region=eu-west-1&region=eu-west-2', { filters: [{ attribute: 'region', values: ['eu-west-1', 'eu-west-2'] }] }],
    ['event=Encrypt&event=Decrypt', all('eventName', 'Encrypt', 'Decrypt')],
    ['event!=Encrypt', but('eventName', 'Encrypt')],
    ['outcome=denied', all('outcome', 'denied')],
    ['outcome=denied&outcome=maybe', all('outcome', 'denied')],
    ['resource=arn', all('resource', 'arn')],
    ['principal=who', all('principal', 'who')],
    ['user=ada', all('userName', 'ada')],
    ['source=kms.amazonaws.com', all('eventSource', 'kms.amazonaws.com')],
    ['accessKey=AKIA', all('accessKeyId', 'AKIA')],
    ['key=arn', all('key', 'arn')],
    ['alias=alias/a', all('alias', 'alias/a')],
    ['error!=AccessDenied', but('errorCode', 'AccessDenied')],
    ['readOnly=true', all('readOnly', 'true')],
    ['reads=hide', all('readOnly', 'false')],
    ['own=hide', but('eventName', ...OWN)],
    ['own=hide&event=LookupEvents', all('eventName', 'LookupEvents')],
    ['own=hide&requestId=r', all('requestId', 'r')],
    ['crypto=show&own=show', { filters: [HERE] }],
    ['ip=10.0.0.1', all('sourceIp', '10.0.0.1')],
    ['eventId=e', all('eventId', 'e')],
    ['requestId=r', all('requestId', 'r')],
    ['text=+a+b+', { filters: [HERE], text: 'a b' }],
    ['range=1h', { filters: [HERE], from: NOW - 3_600_000 }],
    ['from=5&to=6', { filters: [HERE], from: 5, to: 6 }],
    ['range=1h&to=1970-01-02T00:00:00Z', { filters: [HERE], from: NOW - 3_600_000, to: 86_400_000 }],
    ['before=42', { filters: [HERE], before: 42 }],
    ['after=41', { filters: [HERE], after: 41 }],
  ])('%j asks for %j', (search, filter) => {
    expect(parse(search)).toEqual(filter)
  })

  it('asks for all of what is asked for', () => {
    const { filters } = parse('event=Encrypt&event!=Decrypt&key=k&reads=hide&regions=all')
    expect(filters.map(({ attribute, not }) => [attribute, not ?? false])).toEqual([
      ['eventName', false],
      ['eventName', true],
      ['key', false],
      ['readOnly', false],
    ])
  })

  it.each([
    'outcome=maybe',
    'readOnly=x',
    'before=x',
    'before=-1',
    'before=1.5',
    'range=__proto__',
    'range=9y',
    'from=soon',
    'to=',
    'text=+',
    'id=5',
    'event=',
    'regions=some',
  ])('%s counts as not there', (search) => {
    expect(parse(search)).toEqual({ filters: [HERE] })
  })
})

it('what programs do with keys all day can be left out, and nothing else with it, or be all', () => {
  const [, hidden] = parse('crypto=hide').filters
  expect(hidden).toMatchObject({ attribute: 'eventName', not: true })
  expect(hidden?.values).toEqual(expect.arrayContaining(['Decrypt', 'GenerateDataKey', 'Sign']))
  expect(hidden?.values).not.toContain('CreateKey')
  expect(parse('crypto=only').filters).toEqual([HERE, { attribute: 'eventName', values: hidden?.values }])
})
