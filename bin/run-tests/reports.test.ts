import { describe, expect, it } from 'vitest'
import { type PlaywrightReport, tallyPlaywright, tallyVitest, type VitestReport } from './reports.ts'
import { lastLine, NOTHING, sum } from './tally.ts'

type File = VitestReport['testResults'][number]

const file = (status: string, ...tests: (readonly [name: string, status: string])[]): File => ({
  name: '/project/lib/a.test.ts',
  status,
  message: '',
  assertionResults: tests.map(([fullName, outcome]) => ({ fullName, status: outcome })),
})

describe('tallyVitest', () => {
  it('counts tests, and names what did not pass', () => {
    const tests = [
      ['a', 'passed'],
      ['b', 'failed'],
      ['c', 'skipped'],
      ['d', 'pending'],
      ['e', 'todo'],
    ] as const
    expect(tallyVitest({ testResults: [file('failed', ...tests)] }, '/project')).toEqual({
      passed: 1,
      failed: ['lib/a.test.ts > b'],
      skipped: ['lib/a.test.ts > c', 'lib/a.test.ts > d', 'lib/a.test.ts > e'],
      flaky: [],
    })
  })

  it('counts a file that did not load as a failure', () => {
    expect(tallyVitest({ testResults: [file('failed')] }, '/project').failed).toEqual(['lib/a.test.ts'])
  })
})

describe('tallyPlaywright', () => {
  const report = (...statuses: string[]): PlaywrightReport => ({
    errors: [],
    suites: [
      {
        title: 'a.spec.ts',
        specs: [],
        suites: [
          {
            title: 'keys',
            specs: [{ title: 'are listed', tests: statuses.map((status) => ({ projectName: 'desktop', status })) }],
          },
        ],
      },
    ],
  })
  const name = 'a.spec.ts > keys > are listed > (desktop)'

  it('counts a test in nested suites for each project', () => {
    expect(tallyPlaywright(report('expected', 'unexpected', 'skipped'))).toEqual({
      passed: 1,
      failed: [name],
      skipped: [name],
      flaky: [],
    })
  })

  it('counts a flaky test as passed, and names it', () => {
    expect(tallyPlaywright(report('flaky', 'expected'))).toEqual({ ...NOTHING, passed: 2, flaky: [name] })
  })

  it('counts an error outside the tests as a failure', () => {
    expect(tallyPlaywright({ suites: [], errors: [{ message: 'no browser\nat' }] }).failed).toEqual(['no browser'])
  })
})

describe('lastLine', () => {
  it('leaves out the skipped where there are none', () => {
    expect(lastLine({ ...NOTHING, passed: 3 })).toBe('3 passed, 0 failed')
  })

  it('counts all steps together', () => {
    const total = sum([
      { ...NOTHING, passed: 1, failed: ['a'] },
      { ...NOTHING, passed: 2, skipped: ['b', 'c'], flaky: ['d'] },
    ])
    expect(lastLine(total)).toBe('3 passed, 1 failed, 2 skipped, 1 flaky')
  })
})
