import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const SECOND = 1000

/** They put other modules in place of some, or load what keeps the timers that it finds, so they share no modules. */
const ALONE = ['lib/kms/trail-canary-found.test.ts', 'lib/xks/transport.test.ts', 'lib/runtime/tracing.test.ts']

/** The longest first: begun last, one would hold up the end alone. */
const LONG = ['kill', 'start', 'testkit', 'fuzz', 'programs-keys', 'accounts-program', 'authorization-cli']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/e2e/wire/${name}.spec.ts`))
      return at === -1 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // By itself it leaves a core free.
    maxWorkers: '100%',
    projects: [
      {
        // One copy of the modules does for all files of a worker: most of the time went into loading them.
        test: {
          name: 'unit',
          include: ['{lib,components,bin}/**/*.test.{ts,mjs}'],
          exclude: ['bin/boundaries/**', ...ALONE],
          isolate: false,
          setupFiles: ['./lib/testing/real-timers.ts'],
          // None takes a second alone; a busy machine must not make one fail.
          testTimeout: 20 * SECOND,
        },
      },
      { test: { name: 'unit-alone', include: ALONE, testTimeout: 20 * SECOND } },
      { test: { name: 'boundaries', include: ['bin/boundaries/**/*.test.ts'], testTimeout: 60 * SECOND } },
      {
        // Against the built server, a process for each file: they take turns on a small machine.
        test: {
          name: 'wire',
          include: ['e2e/wire/**/*.spec.ts'],
          isolate: false,
          // Some run two dozen commands of the AWS CLI, each a Python of its own: seconds each on a busy machine.
          testTimeout: 180 * SECOND,
          hookTimeout: 180 * SECOND,
          // Vitest's own second is soon over on a busy machine.
          expect: { poll: { timeout: 20 * SECOND } },
          maxWorkers: 2,
        },
      },
    ],
  },
})
