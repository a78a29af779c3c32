import { relative } from 'node:path'
import type { Tally } from './tally.ts'

/** What is read of a report by Vitest's JSON reporter. */
export type VitestReport = {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}

/** What is read of a report by Playwright's JSON reporter: suites within suites, a test for each project. */
export type PlaywrightReport = { suites: Suite[]; errors: { message?: string }[] }
type Suite = { title: string; suites?: Suite[]; specs: Spec[] }
type Spec = { title: string; tests: { projectName: string; status: string }[] }

type Outcome = { name: string; status: 'passed' | 'failed' | 'skipped' | 'flaky' }

function tally(outcomes: readonly Outcome[]): Tally {
  const named = (status: Outcome['status']) =>
    outcomes.filter((outcome) => outcome.status === status).map(({ name }) => name)
  const flaky = named('flaky')
  return { passed: named('passed').length + flaky.length, failed: named('failed'), skipped: named('skipped'), flaky }
}

function vitestStatus(status: string): Outcome['status'] {
  if (status === 'passed' || status === 'failed') return status
  return 'skipped'
}

/** Counts a Vitest report. A file that failed outside its tests (it did not load, say) is a failure by its own name. */
export function tallyVitest(report: VitestReport, root: string): Tally {
  const outcomes = report.testResults.flatMap(({ name, status, assertionResults }): Outcome[] => {
    const file = relative(root, name)
    const tests = assertionResults.map((test) => ({
      name: `${file} > ${test.fullName}`,
      status: vitestStatus(test.status),
    }))
    const isExplained = status !== 'failed' || tests.some((test) => test.status === 'failed')
    return isExplained ? tests : [...tests, { name: file, status: 'failed' }]
  })
  return tally(outcomes)
}

/** A test that passed at its second try is `flaky`. */
function playwrightStatus(status: string): Outcome['status'] {
  if (status === 'expected') return 'passed'
  return status === 'skipped' || status === 'flaky' ? status : 'failed'
}

function outcomesOf(suite: Suite, path: readonly string[]): Outcome[] {
  const here = [...path, suite.title]
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map(({ projectName, status }) => ({
      name: [...here, spec.title, `(${projectName})`].join(' > '),
      status: playwrightStatus(status),
    })),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => outcomesOf(inner, here))]
}

/** Counts a Playwright report. An error outside the tests is a failure of its own. */
export function tallyPlaywright(report: PlaywrightReport): Tally {
  const errors = report.errors.map(({ message = 'an error outside the tests' }): Outcome => {
    return { name: message.split('\n')[0] ?? message, status: 'failed' }
  })
  return tally([...report.suites.flatMap((suite) => outcomesOf(suite, [])), ...errors])
}
