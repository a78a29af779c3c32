import { describe, expect, it } from 'vitest'
import { compileGlob } from './glob.ts'
import { isConstant, parseTemplate } from './template.ts'

function matches(pattern: string, text: string): boolean {
  const template = parseTemplate(pattern, false)
  return isConstant(template) && compileGlob(template)(text)
}

describe('globs', () => {
  it.each([
    ['kms:Decrypt', 'kms:Decrypt', true],
    ['kms:Decrypt', 'kms:DecryptX', false],
    ['kms:*', 'kms:', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['a?c*', 'abcdef', true],
    ['*?', '', false],
    ['*?', 'x', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*ba', 'aba', false],
    ['*ab*', 'xxabxx', true],
    ['*a?c*', 'aacabc', true],
    ['*a?c', 'abcd', false],
    ['a**b', 'ab', true],
    ['A*', 'abc', false],
    ['*.+(x)', 'a.+(x)', true],
  ])('%s against %s is %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected))

  it('agree with a backtracking matcher on every short pattern and text', () => {
    const words = (letters: string, size: number): string[] =>
      size === 0 ? [''] : words(letters, size - 1).flatMap((word) => ['', ...letters].map((letter) => word + letter))
    const slow = (p: string, t: string): boolean => {
      if (p === '') return t === ''
      if (p[0] === '*') return slow(p.slice(1), t) || (t !== '' && slow(p, t.slice(1)))
      return t !== '' && (p[0] === '?' || p[0] === t[0]) && slow(p.slice(1), t.slice(1))
    }
    const texts = [...new Set(words('ab', 4))]
    const wrong = [...new Set(words('ab*?', 4))].filter((p) => texts.some((t) => matches(p, t) !== slow(p, t)))
    expect(wrong).toEqual([])
  })

  it.each([
    [`${'*a'.repeat(2_000)}*b`, 'a'.repeat(30_000)],
    [`${'*?a'.repeat(500)}*b`, 'a'.repeat(10_000)],
    ['*a*a*a*a*b', 'a'.repeat(100_000)],
  ])('do not explode on hostile patterns', (pattern, text) => {
    const start = performance.now()
    expect(matches(pattern, text)).toBe(false)
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('templates', () => {
  it('stay linear on text full of unfinished variables', () => {
    const start = performance.now()
    expect(parseTemplate(`\${`.repeat(16_000), true)).toEqual([`\${`.repeat(16_000)])
    expect(performance.now() - start).toBeLessThan(200)
  })

  it('read variables, defaults and escapes, and leave them alone in documents of 2008', () => {
    expect(parseTemplate(`a\${aws:Username}\${x, 'y'}\${*}\${$}\${?}`, true)).toEqual([
      'a',
      { key: 'aws:username' },
      { key: 'x', fallback: 'y' },
      '*$?',
    ])
    expect(parseTemplate(`\${aws:username}`, false)).toEqual([`\${aws:username}`])
  })
})
