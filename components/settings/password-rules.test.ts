import { describe, expect, it } from 'vitest'
import { passwordProblem, userNameProblem } from './password-rules.ts'

describe('a new password', () => {
  it.each([
    ['eleven char', 'It needs 12 characters or more.'],
    ['Alice-is-here-now', 'It holds your user name.'],
    ['x'.repeat(129), 'It has more than 128 characters.'],
  ])('%j is refused', (password, problem) => {
    expect(passwordProblem(password, 'alice')).toBe(problem)
  })

  it('may be any other text', () => {
    expect(passwordProblem('twelve chars', 'alice')).toBeUndefined()
  })
})

describe('a user name', () => {
  it.each(['', 'alice', 'a+b=c,d.e@f-g_h'])('%j is one of AWS IAM', (name) => {
    expect(userNameProblem(name)).toBeUndefined()
  })

  it.each(['a b', 'a/b', 'ä', 'x'.repeat(65)])('%j is none', (name) => {
    expect(userNameProblem(name)).toBeDefined()
  })
})
