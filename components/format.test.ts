import { describe, expect, it } from 'vitest'
import { daysUntil, plural, principalParts, relative, shortId, span, stateText } from './format.ts'

const DAY = 86_400_000

describe('spans of time', () => {
  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [DAY - 1, '23 h'],
    [204 * DAY, '204 d'],
  ])('%i ms is %s', (length, text) => {
    expect(span(length)).toBe(text)
  })

  it('lie ahead or behind', () => {
    expect(relative(DAY, 0)).toBe('in 1 d')
    expect(relative(0, DAY)).toBe('1 d ago')
  })

  it('are over when they begin within the second that is shown', () => {
    expect(relative(999, 0)).toBe('0 s ago')
    expect(relative(1000, 0)).toBe('in 1 s')
  })

  it('count a begun day as one that is left', () => {
    expect(daysUntil(12 * DAY, 1)).toBe(12)
    expect(daysUntil(0, DAY)).toBe(0)
  })
})

describe('principals', () => {
  it.each([
    ['arn:aws:iam::111122223333:root', ['', 'root']],
    ['arn:aws:iam::111122223333:user/team/alice', ['user/', 'alice']],
    ['arn:aws:sts::111122223333:assumed-role/KeyAdmin/alice', ['role/', 'KeyAdmin']],
    ['kms.amazonaws.com', ['', 'kms.amazonaws.com']],
  ])('%s is %j', (arn, parts) => {
    expect(principalParts(arn)).toEqual(parts)
  })
})

it('ids keep their beginning and their end', () => {
  expect(shortId('7f3a91c2-5d1e-4b8a-9c64-2e0b7d41aa90')).toBe('7f3a91c2…aa90')
  expect(shortId('mrk-4c1d0e7a5d1e4b8a9c642e0b7d4162fe')).toBe('mrk-4c1d0e7a…62fe')
  expect(shortId('short')).toBe('short')
})

it('states and numbers read as words', () => {
  expect(stateText('PendingReplicaDeletion')).toBe('Pending replica deletion')
  expect([plural(1, 'key'), plural(1200, 'key'), plural(2, 'alias', 'aliases')]).toEqual([
    '1 key',
    '1,200 keys',
    '2 aliases',
  ])
})
