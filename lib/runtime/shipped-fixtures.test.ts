import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fixtureFile, fixturesOf } from '#testing/fixtures.ts'
import { openIamHarness } from '#testing/iam-harness.ts'
import { shippedFixtures } from './shipped-fixtures.ts'

describe('the fixtures that are shipped', () => {
  it('are all that there are, but for seed files of others', async () => {
    const files = readdirSync(new URL('../../e2e/fixtures/', import.meta.url)).map((file) => file.replace('.yaml', ''))
    const own = files.filter((name) => /^keystead: 1$/m.test(fixtureFile(name)))
    expect((await shippedFixtures()).map(({ name }) => name).sort()).toEqual(own.sort())
  })

  it('can be made, each with access keys to use it by', async () => {
    for (const { text } of await shippedFixtures()) {
      const { made, accessKeys } = await fixturesOf(await openIamHarness()).apply(text)
      expect(made).toBeGreaterThan(4)
      expect(accessKeys.length).toBeGreaterThan(0)
    }
  })
})
