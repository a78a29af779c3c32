import { afterEach, describe, expect, it, vi } from 'vitest'
import { compileArnPattern } from './arn-pattern.ts'
import { isLike, readPattern } from './explain/wildcard.ts'
import { compileGlob, type Test } from './glob.ts'
import { isConstant, parseTemplate } from './template.ts'

const STARS = 10_000

afterEach(() => vi.restoreAllMocks())

function compiled(pattern: string, compile: typeof compileGlob): Test {
  const template = parseTemplate(pattern, false)
  if (!isConstant(template)) throw new Error('not constant')
  return compile(template)
}

/** Characters that the matcher looks at: as many as its searches and comparisons can touch. */
function charactersRead(test: Test, text: string): number {
  let steps = 0
  const { indexOf, startsWith } = String.prototype
  vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, searched: string, from = 0) {
    const found = indexOf.call(this, searched, from)
    steps += (found < 0 ? this.length : found) - from + searched.length
    return found
  })
  vi.spyOn(String.prototype, 'startsWith').mockImplementation(function (this: string, searched: string, at = 0) {
    steps += searched.length + 1
    return startsWith.call(this, searched, at)
  })
  test(text)
  vi.restoreAllMocks()
  return steps
}

/** Places of the pattern that the plain matcher looks at. */
function placesRead(pattern: string, text: string): number {
  let steps = 0
  const counted = new Proxy(readPattern(pattern, undefined) ?? [], {
    get(target, name, receiver) {
      steps += 1
      return Reflect.get(target, name, receiver)
    },
  })
  isLike(text, counted)
  return steps
}

const HOSTILE: readonly (readonly [string, string])[] = [
  ['only stars', '*'.repeat(STARS)],
  ['a star before each letter', `${'*a'.repeat(STARS)}*b`],
  ['a star after each letter', `${'a*'.repeat(STARS)}b`],
  ['stars and question marks', `${'*?'.repeat(STARS)}b`],
  ['stars between pairs', `${'*ab'.repeat(STARS / 2)}*c`],
  ['stars that find nothing', `${'*'.repeat(STARS)}b`],
]

describe('a pattern of 10,000 stars', () => {
  it.each(HOSTILE)('is matched in steps linear in the text: %s', (_, pattern) => {
    const test = compiled(pattern, compileGlob)
    const steps = (length: number) => charactersRead(test, 'ab'.repeat(length / 2))
    expect(steps(40_000)).toBeLessThanOrEqual(10 * (40_000 + pattern.length))
    expect(steps(80_000)).toBeLessThanOrEqual(2.2 * steps(40_000) + 100)
  })

  it('is matched in linear steps in an ARN', () => {
    const test = compiled(`arn:aws:kms:*:*:${'*a'.repeat(STARS)}b`, compileArnPattern)
    expect(charactersRead(test, `arn:aws:kms:r:1:${'a'.repeat(40_000)}`)).toBeLessThan(500_000)
  })

  it.each(HOSTILE)('is explained in steps linear in the text: %s', (_, pattern) => {
    const steps = (length: number) => placesRead(pattern, 'ab'.repeat(length / 2))
    expect(steps(40_000)).toBeLessThanOrEqual(10 * (40_000 + pattern.length))
  })

  it('costs no more when the stretches between the stars are long', () => {
    const test = compiled(`*${'a'.repeat(50)}*${'a'.repeat(50)}b`, compileGlob)
    expect(charactersRead(test, 'a'.repeat(10_000))).toBeLessThan(50 * 10_000)
  })
})

describe('the count', () => {
  it('sees a matcher that backs up over its stars', () => {
    const backing = (pattern: string, text: string): boolean => {
      if (pattern === '') return text === ''
      if (!pattern.startsWith('*'))
        return text !== '' && pattern[0] === text[0] && backing(pattern.slice(1), text.slice(1))
      return backing(pattern.slice(1), text) || (text !== '' && backing(pattern, text.slice(1)))
    }
    const steps = (length: number) => charactersRead((text) => backing('*a*a*a*b', text), 'a'.repeat(length))
    expect(steps(40)).toBeGreaterThan(2.2 * steps(20) + 100)
  })
})
