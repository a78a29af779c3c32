import { describe, expect, it } from 'vitest'
import { Members } from './members.ts'

const of = (input: unknown) => new Members(input, (name) => name !== 'xx-nowhere-1')

describe('the members of an input', () => {
  it.each([null, 'text', [], 3])('are those of an object: %j', (input) => {
    expect(() => of(input)).toThrow('must be an object')
  })

  it.each<[string, (members: Members) => unknown, unknown]>([
    ['a text that is left out', (members) => members.text('M'), undefined],
    ['an empty text', (members) => members.text('M'), ''],
    ['a text of another form', (members) => members.text('M', /^a$/), 'b'],
    ['a lone surrogate', (members) => members.text('M'), '\ud800'],
    ['no base64', (members) => members.bytes('M', 9), 'a-b_'],
    ['too many bytes', (members) => members.bytes('M', 2), 'AAAA'],
    ['a fraction', (members) => members.integer('M', 0, 9, 0), 1.5],
    ['too small a number', (members) => members.integer('M', 0, 9, 0), -1],
    ['too great a number', (members) => members.integer('M', 0, 9, 0), 10],
    ['a number as text', (members) => members.optionalInteger('M', 0, 9), '1'],
    ['no boolean', (members) => members.optionalBoolean('M'), 'true'],
    ['no choice', (members) => members.choice('M', ['a', 'b']), 'c'],
    ['a Region that there is not', (members) => members.region('M'), 'xx-nowhere-1'],
    ['no Region', (members) => members.region('M'), 'Frankfurt'],
    ['one Region only', (members) => members.regions('M'), ['us-east-1']],
    ['a Region twice', (members) => members.regions('M'), ['us-east-1', 'us-east-1']],
    ['a list with no Region', (members) => members.regions('M'), ['us-east-1', 'eu-west-1', 3]],
    ['a list for an object', (members) => members.object('M'), []],
    ['one that nobody asked for', (members) => members.end(), 1],
  ])('are refused: %s', (_, read, M) => {
    expect(() => read(of({ M }))).toThrow(expect.objectContaining({ code: 'ValidationException' }))
  })

  it('are read as what they are', () => {
    const members = of({ text: 'é\n', bytes: 'AAE=', number: 9, no: false, regions: ['us-east-1', 'eu-west-1'], o: {} })
    expect([members.text('text'), members.bytes('bytes', 2)]).toEqual(['é\n', Buffer.of(0, 1)])
    expect([members.integer('number', 0, 9, 1), members.integer('other', 0, 9, 1)]).toEqual([9, 1])
    expect([members.optionalBoolean('no'), members.optionalBoolean('none')]).toEqual([false, undefined])
    expect([members.regions('regions'), members.object('o')]).toEqual([['us-east-1', 'eu-west-1'], {}])
    expect(() => members.end()).not.toThrow()
  })
})
