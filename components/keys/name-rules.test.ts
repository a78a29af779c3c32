import { describe, expect, it } from 'vitest'
import { aliasProblem, aliasWarning, likelyAlias, periodProblem, tagProblem } from './name-rules.ts'

describe('alias names', () => {
  it.each(['', 'alias/a', 'alias/team/pay_1-x', 'alias/alias/x'])('%s is right', (name) => {
    expect(aliasProblem(name)).toBeUndefined()
  })

  it.each(['pay', 'alias/', 'alias/aws/s3', 'alias/a b', 'alias/ü', `alias/${'a'.repeat(251)}`])(
    '%s is wrong',
    (name) => {
      expect(aliasProblem(name)).toBeDefined()
    },
  )

  it('warns of the prefix given twice', () => {
    expect(aliasWarning('alias/alias/x')).toBeDefined()
    expect(aliasWarning('alias/x')).toBeUndefined()
  })
})

it.each([
  ['pay', 'alias/pay'],
  ['alias/alias/pay', 'alias/pay'],
  [' alias/pay', 'alias/pay'],
  ['alias/pay', undefined],
  ['aws/s3', undefined],
  ['', undefined],
])('by %j was probably meant %j', (name, likely) => {
  expect(likelyAlias(name)).toBe(likely)
})

describe('tags', () => {
  it.each([
    [{ key: 'team', value: 'pay' }, []],
    [{ key: 'team', value: '' }, [{ key: 'Team', value: '' }]],
    [{ key: '', value: '' }, []],
  ])('%j is right', (tag, others) => {
    expect(tagProblem(tag, others)).toBeUndefined()
  })

  it.each([
    [{ key: '', value: 'x' }, []],
    [{ key: 'aws:x', value: '' }, []],
    [{ key: 'team', value: 'a' }, [{ key: 'team', value: 'b' }]],
  ])('%j is wrong', (tag, others) => {
    expect(tagProblem(tag, others)).toBeDefined()
  })
})

it.each([
  ['90', true],
  ['2560', true],
  ['89', false],
  ['2561', false],
  ['', false],
  ['90.5', false],
  ['x', false],
])('a rotation period of %j is right: %j', (text, right) => {
  expect(periodProblem(text) === undefined).toBe(right)
})
