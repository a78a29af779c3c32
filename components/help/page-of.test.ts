import { expect, it } from 'vitest'
import { GLOSSARY, termOf } from './glossary.ts'
import { PAGES, pageOf } from './page-of.ts'
import { HELP } from './texts.ts'

const at = (page: string) => `/main/111122223333/us-east-1/${page}`

it.each([
  ['overview', 'overview'],
  ['keys', 'keys'],
  ['keys/create', 'keys/create'],
  ['keys/7f3a91c2-5d1e-4b8a-9c64-2e0b7d41aa90', 'keys/key'],
  ['keys/mrk-1/material', 'keys/key/material'],
  ['keys/mrk-1/something-new', 'keys/key'],
  ['identities/users/alice', 'identities'],
  ['sandboxes/demo', 'sandboxes/sandbox'],
  ['scenarios/envelope-encryption', 'scenarios'],
])('%s is explained as %s', (page, helped) => {
  expect(pageOf(at(page))).toBe(helped)
})

it('other addresses are not explained', () => {
  expect(pageOf(at('nowhere'))).toBeUndefined()
  expect(pageOf('/sign-in')).toBeUndefined()
})

it('every page has its text, and every word its meaning', () => {
  expect(Object.keys(HELP).sort()).toEqual([...PAGES].sort())
  for (const name of Object.keys(GLOSSARY) as (keyof typeof GLOSSARY)[]) expect(termOf(name).text).toMatch(/\.$/)
})
