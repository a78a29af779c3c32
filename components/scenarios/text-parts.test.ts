import { expect, it } from 'vitest'
import { SCENARIOS } from '../../e2e/scenarios/all.ts'
import { GLOSSARY } from '../help/glossary.ts'
import { partsOf } from './text-parts.ts'

it('sets codes and words of the glossary apart', () => {
  expect(partsOf('Call `Encrypt`, then forget the [data key](data-key).')).toEqual([
    { kind: 'words', text: 'Call ', at: 0 },
    { kind: 'code', text: 'Encrypt', at: 5 },
    { kind: 'words', text: ', then forget the ', at: 14 },
    { kind: 'term', text: 'data key', term: 'data-key', at: 32 },
    { kind: 'words', text: '.', at: 52 },
  ])
  expect(partsOf('Plain.')).toEqual([{ kind: 'words', text: 'Plain.', at: 0 }])
})

it('every word of the glossary that a scenario names is there', () => {
  const texts = SCENARIOS.flatMap(({ steps }) => steps.flatMap(({ text }) => text))
  const terms = texts.flatMap((text) => partsOf(text)).flatMap(({ term }) => term ?? [])
  expect(terms.length).toBeGreaterThan(0)
  expect(terms.filter((term) => !Object.hasOwn(GLOSSARY, term))).toEqual([])
})
