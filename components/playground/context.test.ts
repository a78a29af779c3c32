import { describe, expect, it } from 'vitest'
import { canonicalContext } from '#crypto/encryption-context.ts'
import { compareContexts, contextBytes, contextOf, contextProblem, parseContext } from './context.ts'

describe('a pasted context', () => {
  it.each([
    [
      '{"purpose":"settlement", "tenant" : "acme"}',
      [
        ['purpose', 'settlement'],
        ['tenant', 'acme'],
      ],
    ],
    [
      'purpose=settlement, tenant=a=b',
      [
        ['purpose', 'settlement'],
        ['tenant', 'a=b'],
      ],
    ],
    ['{"a\\"b":"\\u00e9"}', [['a"b', 'é']]],
    ['{}', []],
  ])('is read from %s', (text, pairs) => {
    expect(parseContext(text)).toEqual({ pairs: pairs.map(([key, value]) => ({ key, value })) })
  })

  it('is refused when a key is there twice: JSON would keep the last unseen', () => {
    expect(parseContext('{"a":"1","a":"2"}')).toEqual({ problem: 'The key a is there twice' })
  })

  it.each(['', 'x', '{"a":1}', '{"a":"b"', '{"a":"b"} x', '["a"]', '{"a":{}}', '=b'])('is refused: %s', (text) => {
    expect(parseContext(text)).toHaveProperty('problem')
  })
})

describe('pairs', () => {
  it('of one key are refused, and empty rows are none', () => {
    expect(
      contextProblem([
        { key: 'a', value: '1' },
        { key: 'a', value: '1' },
      ]),
    ).toBe('The key a is there twice')
    expect(contextProblem([{ key: '', value: 'x' }])).toBe('Give the value a key')
    expect(contextOf([{ key: '', value: '' }])).toBeUndefined()
  })

  it('may be named like what objects have', () => {
    const context = contextOf([
      { key: '__proto__', value: 'x' },
      { key: 'constructor', value: 'y' },
    ])
    expect(Object.entries(context ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })
})

it('contexts are compared key by key, with what the eye passes over in words', () => {
  expect(compareContexts({ a: '1', b: 'Acme', c: 'x' }, { b: 'acme', c: 'x', d: '2' })).toEqual([
    { kind: 'missing', key: 'a', wants: '1' },
    { kind: 'other', key: 'b', wants: 'Acme', got: 'acme', how: 'differs only in capital letters' },
    { kind: 'same', key: 'c', value: 'x' },
    { kind: 'extra', key: 'd', got: '2' },
  ])
  expect(compareContexts({ a: 'é' }, { a: 'e\u0301' })).toMatchObject([{ how: expect.stringContaining('Unicode') }])
  expect(compareContexts({}, { constructor: '1' })).toEqual([{ kind: 'extra', key: 'constructor', got: '1' }])
})

it.each<Record<string, string>[]>([
  [{}],
  [{ purpose: 'settlement', a: '' }],
  [{ '😀': '1', '\uffff': '2', aa: 'é', a: 'x' }],
])('the bytes of %j are those that the service authenticates', (context) => {
  expect(Buffer.from(contextBytes(context))).toEqual(canonicalContext(new Map(Object.entries(context))))
})
