import { SearchQuery } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { matchesOf, matchesText } from './matches.ts'

const told = (doc: string, search: string, selection?: { anchor: number; head: number }, caseSensitive = false) => {
  const state = EditorState.create({ doc, ...(selection && { selection }) })
  return matchesText(matchesOf(new SearchQuery({ search, literal: true, caseSensitive }), state))
}

describe('what a search tells', () => {
  const doc = '"kms:Decrypt", "kms:Encrypt",\n"kms:*"'

  it('is how often it is found, and which one is selected', () => {
    expect(told(doc, 'kms:')).toBe('3')
    expect(told(doc, 'kms:', { anchor: 16, head: 20 })).toBe('2 of 3')
    expect(told(doc, 'kms:', { anchor: 16, head: 19 })).toBe('3')
    expect(told('a'.repeat(2000), 'a', { anchor: 2, head: 3 })).toBe('3 of 1000+')
  })

  it('is none where nothing is found or looked for', () => {
    expect(told(doc, 'sts:')).toBe('none')
    expect(told(doc, '')).toBe('none')
  })

  it('takes letters of either case for the same, unless asked not to, and escapes for themselves', () => {
    expect(told(doc, 'KMS:')).toBe('3')
    expect(told(doc, 'KMS:', undefined, true)).toBe('none')
    expect(told('a\\nb', '\\n')).toBe('1')
  })
})
