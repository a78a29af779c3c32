import { defineConfig } from 'vitest/config'

const SECOND = 1000

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'bin/**/*.test.{ts,mjs}'],
          exclude: ['bin/boundaries/**'],
          // None takes a second alone; a busy machine must not make one fail.
          testTimeout: 20 * SECOND,
        },
      },
      { test: { name: 'boundaries', include: ['bin/boundaries/**/*.test.ts'], testTimeout: 60 * SECOND } },
      {
        // Against the built server, a process for each file: they take turns on a small machine.
        test: {
          name: 'wire',
          include: ['e2e/wire/**/*.spec.ts'],
          testTimeout: 60 * SECOND,
          hookTimeout: 60 * SECOND,
          maxWorkers: 2,
        },
      },
    ],
  },
})
