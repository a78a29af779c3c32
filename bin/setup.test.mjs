import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('setup.mjs', import.meta.url))

describe('the scripts of package.json', () => {
  it.each([
    [['setup', '--no-konsole'], /^usage: npm run setup \[-- --no-console\]\n$/],
    [['bench', 'everything'], /^usage: npm run bench \[-- audit \| console .+\]\n$/],
    [['strat'], /^usage: node bin\/setup\.mjs setup \| start .+\n$/],
  ])('refuse %j with what they take, and do nothing', (args, usage) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(usage)
  })
})
