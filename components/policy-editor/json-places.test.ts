import { describe, expect, it } from 'vitest'
import { placeAt, placeOfPath, placesOf } from './json-places.ts'

/** `|` is the place that is asked about. */
function at(marked: string) {
  const offset = marked.indexOf('|')
  return placeAt(marked.replace('|', ''), offset)
}

describe('the place of the caret', () => {
  it('is a name where a member begins', () => {
    expect(at('{|')).toMatchObject({ isName: true, isQuoted: false, path: [] })
    expect(at('{"Statement": [{"Eff|ect"')).toMatchObject({ isName: true, isQuoted: true, path: ['Statement'] })
    expect(at('{"a": 1, "|')).toMatchObject({ isName: true, isQuoted: true })
  })

  it('is a value behind its name, also in lists', () => {
    expect(at('{"Statement": [{"Action": ["kms:|')).toMatchObject({ isName: false, path: ['Statement', 'Action'] })
    expect(at('{"Principal": {"AWS": "|"}}')).toMatchObject({
      isName: false,
      isQuoted: true,
      path: ['Principal', 'AWS'],
    })
    expect(at('{"Effect": |')).toMatchObject({ isName: false, isQuoted: false, path: ['Effect'] })
  })

  it('covers what is between the quotes', () => {
    const text = '{"Action": "kms:Dec"}'
    const { from, to } = placeAt(text, text.indexOf('Dec'))
    expect(text.slice(from, to)).toBe('kms:Dec')
  })
})

describe('the places of values', () => {
  const text = '{"Version": "x", "Statement": [{"Action": ["a", "b"]}, {"Condition": {"Bool": {"aws:x": true}}}]}'
  const said = (path: string) => {
    const range = placeOfPath(placesOf(text), path)
    return range && text.slice(range.from, range.to)
  }

  it('are found by their paths', () => {
    expect(said('Version')).toBe('"x"')
    expect(said('Statement[0].Action')).toBe('["a", "b"]')
    expect(said('Statement[1].Condition.Bool.aws:x')).toBe('true')
  })

  it('of what is not there is the next that holds it', () => {
    expect(said('Statement[0].Resource')).toBe('{"Action": ["a", "b"]}')
    expect(said('Id')).toBeUndefined()
  })

  it('count a single statement as a list of one', () => {
    const alone = '{"Statement": {"Effect": "Allow"}}'
    const range = placeOfPath(placesOf(alone), 'Statement[0].Effect')
    expect(range && alone.slice(range.from, range.to)).toBe('"Allow"')
  })
})
