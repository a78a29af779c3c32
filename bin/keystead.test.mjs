import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const PROGRAM = fileURLToPath(new URL('keystead.mjs', import.meta.url))
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

function keystead(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('keystead', () => {
  it.each([['help'], ['--help'], ['serve', '--help']])('%s %s tells the commands', (...args) => {
    const { status, stdout } = keystead(...args)
    expect(status).toBe(0)
    expect(stdout).toMatch(/serve +run the server/)
    expect(stdout).toContain('--no-console')
  })

  it('tells what a command does below it where its words are too many for the column', () => {
    expect(keystead('help').stdout).toMatch(/^ {2}sandbox create\|.+ …\n {32}work on sandboxes/m)
  })

  it.each([['version'], ['--version']])('%s prints the version', (arg) => {
    expect(keystead(arg)).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each([
    [['encrypt'], 'unknown command encrypt'],
    [['toString'], 'unknown command toString'],
    [[], 'which command?'],
    [['serve', '--no-konsole'], "Unknown option '--no-konsole'"],
    [['explain'], 'explain takes: REQUEST-ID'],
    [['export-trail', 'one', 'two'], 'export-trail takes: DIR'],
    [['account', 'delete'], 'account takes: create [ACCOUNT-ID]'],
    [
      ['sandbox', 'faults', 'a'],
      'sandbox takes: create [NAME] | faults ID LIST-AS-JSON | quotas ID PROFILE | list | show ID | clock ID with --set, --advance, --freeze or --unfreeze | snapshot ID NAME | restore ID NAME | forget ID NAME | reset ID | delete ID',
    ],
    [['version', 'now'], "Unexpected argument 'now'"],
  ])('refuses %j with exit code 2 and a hint', (args, message) => {
    const { status, stderr } = keystead(...args)
    expect(status).toBe(2)
    expect(stderr).toBe(`keystead: ${message}; see keystead --help\n`)
  })

  it.each([[['apply', 'missing.yaml']], [['sandbox', 'create', '--fixture', 'missing.yaml']]])(
    'says in one line that the file of %j cannot be read',
    (args) => {
      const stderr = 'keystead: The file missing.yaml cannot be read: ENOENT.\n'
      expect(keystead(...args)).toEqual({ status: 1, stdout: '', stderr })
    },
  )

  it('refuses a command before it looks for its file', () => {
    const { status, stderr } = keystead('sandbox', 'reset', 'a', '--fixture', 'missing.yaml')
    expect([status, stderr]).toEqual([2, 'keystead: sandbox reset takes no --fixture; see keystead --help\n'])
  })
})
