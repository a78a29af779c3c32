import { expect, it } from 'vitest'
import { quotasDto } from './quota-dto.ts'

const quota = { id: 'CreateKey', metric: 'CreateKey', name: 'CreateKey request rate', operations: ['CreateKey'] }
const gauge = { quota: { ...quota, quota: { rate: 5, regional: [] } }, rate: 5 }

it('tells a quota with its use, and without where none is in force', () => {
  const told = { class: 'CreateKey', name: 'CreateKey request rate', operations: ['CreateKey'], rate: 5 }
  const use = { lastSecond: 3, peak: 5, throttled: 2 }
  expect(quotasDto({ profile: 'aws', gauges: [{ ...gauge, use }] })).toEqual({
    profile: 'aws',
    classes: [{ ...told, use }],
  })
  expect(quotasDto({ profile: 'off', gauges: [gauge] })).toEqual({ profile: 'off', classes: [told] })
})
