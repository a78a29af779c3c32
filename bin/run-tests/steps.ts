import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { tallyPlaywright, tallyVitest } from './reports.ts'
import { NOTHING, type Tally } from './tally.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const REPORTS = join(ROOT, 'node_modules', '.cache', 'keystead-tests')

/** Biome colours every letter by itself, also for a file. */
const COLORS = process.stdout.isTTY ? [] : ['--colors=off']

/** One heading of `npm test`. Its human output goes straight to the terminal. */
export type Step = { name: string; title: string; run: () => Promise<Tally> }

/** Runs a script under this Node and answers its exit code. */
async function runScript(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  const [code] = await once(child, 'close')
  return typeof code === 'number' ? code : 1
}

/** A step that counts as one check: it passes with exit code 0. */
function check(name: string, title: string, args: readonly string[]): Step {
  const run = async (): Promise<Tally> => {
    const isPassed = (await runScript(args)) === 0
    return isPassed ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: [title] }
  }
  return { name, title, run }
}

/** A step that counts its tests, from the report it writes. One that failed without a failed test counts as one. */
function suite(
  name: string,
  title: string,
  args: (report: string) => readonly string[],
  read: (report: string) => Tally,
  env: (report: string) => Record<string, string> = () => ({}),
): Step {
  const run = async (): Promise<Tally> => {
    const file = join(REPORTS, `${name}.json`)
    mkdirSync(REPORTS, { recursive: true })
    rmSync(file, { force: true })
    const code = await runScript(args(file), env(file))
    const tally = existsSync(file) ? read(readFileSync(file, 'utf8')) : NOTHING
    if (code === 0 || tally.failed.length > 0) return tally
    return { ...tally, failed: [`${title}: ended with ${code}`] }
  }
  return { name, title, run }
}

/** A project of vitest, with those whose names begin with its own. */
function vitest(project: string, title: string): Step {
  const args = (report: string) => [
    ...['node_modules/vitest/vitest.mjs', 'run', '--project', `${project}*`],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]
  return suite(project, title, args, (report) => tallyVitest(JSON.parse(report), ROOT))
}

/** Everything, in order: what is quick and most often wrong comes first. */
export const STEPS: readonly Step[] = [
  check('lint', 'format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', ...COLORS]),
  check('model', 'the API model is the generated one', ['bin/generate-model.ts', '--check']),
  check('migrations', 'migrations hold the schema', ['bin/make-migration.ts', '--check']),
  check('compatibility', 'docs/compatibility.md tells of these tests', ['bin/generate-compatibility.ts', '--check']),
  check('types', 'types', ['node_modules/typescript/bin/tsc', '--noEmit']),
  vitest('boundaries', 'boundaries'),
  vitest('unit', 'unit tests'),
  vitest('wire', 'wire tests, against the built server'),
  suite(
    'end-to-end',
    'end-to-end tests, in a browser',
    () => ['node_modules/@playwright/test/cli.js', 'test'],
    (report) => tallyPlaywright(JSON.parse(report)),
    (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
  ),
]
