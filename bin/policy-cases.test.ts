import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'policy-cases-'))
afterAll(() => rmSync(folder, { recursive: true }))

const OWN = resolve(import.meta.dirname, '../lib/policy/cases/delegation.json')

function run(...args: string[]) {
  const { INIT_CWD: _, ...env } = process.env
  return spawnSync(process.execPath, [join(import.meta.dirname, 'policy-cases.ts'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    env,
  })
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return name
}

describe('npm run policy-cases', () => {
  it('ends with how many hold', () => {
    const { status, stdout } = run(OWN)
    expect(stdout).toMatch(/^(\d+) of \1\n$/)
    expect(status).toBe(0)
  })

  it('prints id and trace of each case that fails', () => {
    const { cases } = JSON.parse(readFileSync(OWN, 'utf8'))
    cases[0].expect = 'Allowed'
    const { status, stdout } = run(write('wrong.json', JSON.stringify({ cases })))
    expect(status).toBe(1)
    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toBe('own-deleg-01: expected allowed, got implicitly-denied')
    expect(lines[1]).toContain('DENIED IMPLICITLY: arn:aws:iam::111122223333:user/Alice asks for kms:Decrypt')
    expect(lines.at(-1)).toBe(`${cases.length - 1} of ${cases.length}`)
  })

  it('says what is wrong with a file that it cannot read', () => {
    const malformed = run(write('malformed.json', '{"cases": [{"id": 7}]}'))
    expect(malformed.status).toBe(2)
    expect(malformed.stderr).toBe('policy-cases: malformed.json: case 1: id: expected text\n')
    expect(run('nowhere.json').stderr).toContain('policy-cases: nowhere.json: ENOENT')
    expect(run().stderr).toContain('usage: npm run policy-cases -- FILE')
  })
})
