#!/usr/bin/env node
/**
 * Runs a file of policy cases through the policy engine: `npm run policy-cases -- FILE`. Prints the id and the trace of
 * each case that fails, and `N of M` last. The exit code is 1 where any fails, 2 where the file cannot be read.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type PolicyCase, readCases } from '#policy/cases/case-file.ts'
import { CaseFileFault } from '#policy/cases/reader.ts'
import { type CaseResult, runCase } from '#policy/cases/run-case.ts'
import { traceText } from '#policy/explain/text.ts'

/** npm runs scripts in the folder of package.json, and tells where it was called. */
const callerFolder = process.env.INIT_CWD ?? '.'

const USAGE = 'usage: npm run policy-cases -- FILE'

/** The cases of a file, or what keeps them from being read. */
function load(file: string): readonly PolicyCase[] | string {
  try {
    return readCases(readFileSync(resolve(callerFolder, file), 'utf8'))
  } catch (error) {
    if (error instanceof CaseFileFault) return error.message
    if (error instanceof Error && 'code' in error) return error.message
    throw error
  }
}

function printFailure({ id, faults, trace }: CaseResult): void {
  console.log(`${id}: ${faults.join('; ')}\n${indented(traceText(trace))}\n`)
}

const indented = (text: string) => text.replace(/^(?=.)/gm, '  ')

function run(file: string): number {
  const cases = load(file)
  if (typeof cases === 'string') {
    console.error(`policy-cases: ${file}: ${cases}`)
    return 2
  }
  const results = cases.map(runCase)
  const failed = results.filter(({ passed }) => !passed)
  failed.forEach(printFailure)
  console.log(`${results.length - failed.length} of ${results.length}`)
  return failed.length === 0 ? 0 : 1
}

const [file, ...more] = process.argv.slice(2)
if (file === undefined || more.length > 0 || file.startsWith('-')) {
  console.error(USAGE)
  process.exitCode = 2
} else process.exitCode = run(file)
