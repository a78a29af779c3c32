import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** The test files that call operations: by operation, and those that go through every one. Paths from the root, sorted. */
export interface Coverage {
  readonly byOperation: ReadonlyMap<string, readonly string[]>
  readonly every: readonly string[]
}

const TESTS = ['lib/**/*.test.ts', 'e2e/wire/**/*.spec.ts']

/** Scans the tests of the project in `root`. A wire test counts with the helper files of the folder beside it. */
export function coverageOf(root: string, operations: readonly string[]): Coverage {
  const files = globSync(TESTS, { cwd: root })
    .map((path) => path.split(sep).join('/'))
    .sort()
  const sources = files.map((path) => ({ path, text: withHelpers(root, path) }))
  const every = sources.filter(({ text }) => callsEvery(text))
  const some = sources
    .filter((source) => !every.includes(source))
    .map(({ path, text }) => ({ path, called: calledIn(text, operations) }))
  return {
    byOperation: new Map(
      operations.map((name) => [name, some.filter(({ called }) => called.has(name)).map(({ path }) => path)]),
    ),
    every: every.map(({ path }) => path),
  }
}

const OWN_HELPER = /from '(\.\/[\w-]+\/[\w./-]+)'/g

function withHelpers(root: string, path: string): string {
  const text = readFileSync(join(root, path), 'utf8')
  const helpers = [...text.matchAll(OWN_HELPER)].map(([, name = '']) => join(root, dirname(path), name))
  const own = helpers.filter((file) => existsSync(file) && !relative(root, file).startsWith('..'))
  return [text, ...own.map((file) => readFileSync(file, 'utf8'))].join('\n')
}

/** A test over the names of all operations. */
export function callsEvery(text: string): boolean {
  return /\b(?:each|of)\b\(?\s*operationNames\b/.test(text)
}

/** An argument of a call (`kms.call('Sign', …`, `callJson(server, 'Sign', …`), the SDK's command, or the target. */
const ARGUMENT = /([\w$]+)\(\s*(?:[\w.]+,\s*)?'(\w+)'/g
const COMMAND = /\b(\w+)Command\b/g
const TARGET = /\bTrentService\.(\w+)/g
/** A row of a table: `['Sign', { …`, `['Sign', input(…`, `['Sign', '{}'`. */
const ROW = /\[\s*'(\w+)',\s*(?:[a-z({]|'\{)/g
/** Functions that compare and do not call. */
const COMPARES = /^(?:to[A-Z]\w*|has|includes|startsWith|endsWith)$/

/** The operations that a test's source calls. */
export function calledIn(text: string, operations: readonly string[]): ReadonlySet<string> {
  const called = [
    ...[...text.matchAll(ARGUMENT)].flatMap(([, by = '', name = '']) => (COMPARES.test(by) ? [] : [name])),
    ...[COMMAND, TARGET, ROW].flatMap((form) => [...text.matchAll(form)].map(([, name = '']) => name)),
  ]
  return new Set(called.filter((name) => operations.includes(name)))
}
