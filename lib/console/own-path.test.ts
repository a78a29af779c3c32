import { describe, expect, it } from 'vitest'
import { ownPath } from './own-path.ts'

describe('ownPath', () => {
  it('keeps a page of the console with its filters', () => {
    expect(ownPath('/main/111122223333/us-east-1/keys?state=Enabled&q=a%26b')).toBe(
      '/main/111122223333/us-east-1/keys?state=Enabled&q=a%26b',
    )
  })

  it('keeps that of a sandbox that is named as sign-in is', () => {
    for (const sandbox of ['sign-in', 'sign-in-tests']) {
      const path = `/${sandbox}/111122223333/us-east-1/keys`
      expect(ownPath(path)).toBe(path)
    }
  })

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/./\\evil.example',
    '/keys/..//evil.example',
    '/%2e//evil.example',
    'javascript:alert(1)',
    '/sign-in',
    '/sign-in?callbackUrl=/a',
    '/a/../sign-in',
    '',
    undefined,
    ['/a'],
  ])('starts at the beginning for %j', (wanted) => {
    expect(ownPath(wanted)).toBe('/')
  })
})
