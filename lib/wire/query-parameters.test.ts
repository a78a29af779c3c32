import { describe, expect, it } from 'vitest'
import { boolean, integer, list, structure, text } from '#model/query/shape.ts'
import { decodeParameters } from './query-parameters.ts'

const INPUT = {
  Name: text(),
  Count: integer(),
  Flag: boolean,
  Tags: list(structure({ Key: text(), Value: text() })),
  Keys: list(text()),
  Inner: structure({ A: text() }),
}
const decode = (query: string) => decodeParameters(INPUT, new URLSearchParams(query))

describe('parameters', () => {
  it('become what the shape says', () => {
    expect(decode('Action=X&Name=a%20b&Count=-5&Flag=TRUE&Inner.A=x&Unknown=1&Unknown.member.1=2')).toEqual({
      Name: 'a b',
      Count: -5,
      Flag: true,
      Inner: { A: 'x' },
    })
  })

  it('become lists in the order of their numbers', () => {
    const query = 'Tags.member.10.Key=c&Tags.member.2.Key=b&Tags.member.2.Value=2&Tags.member.1.Key=a&Keys.member.1=k'
    expect(decode(query)).toEqual({ Tags: [{ Key: 'a' }, { Key: 'b', Value: '2' }, { Key: 'c' }], Keys: ['k'] })
  })

  it('may be an empty list', () => {
    expect(decode('Tags=&Keys=x')).toEqual({ Tags: [] })
  })

  it('count once: the first of one name', () => {
    expect(decode('Name=a&Name=b')).toEqual({ Name: 'a' })
  })

  it('cannot reach what they are not', () => {
    expect(decode('__proto__.Name=x&constructor=y&Tags.member.1.__proto__.Key=z')).toEqual({ Tags: [{}] })
    expect(decode(`Name${'.a'.repeat(1000)}=x`)).toEqual({})
    expect(Object.prototype).not.toHaveProperty('Name')
  })

  it.each([
    'Count=five',
    'Count=1.5',
    'Count=',
    'Flag=yes',
    'Keys.member.x=1',
    'Keys.member.0=1',
    'Keys.member.-1=1',
    'Keys.member.1e9=1',
  ])('are refused: %s', (query) => {
    expect(() => decode(query)).toThrow(expect.objectContaining({ code: 'MalformedInput' }))
  })
})
