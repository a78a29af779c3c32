import { defineConfig } from '@playwright/test'
import { browserLaunch } from './e2e/support/browser.ts'

const DESKTOP = { viewport: { width: 1440, height: 900 } }

export default defineConfig({
  testDir: 'e2e/console',
  workers: 2,
  timeout: 90_000,
  // A busy machine must not make one fail.
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  // Where nobody can look: what passes at its second try is named at the end.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [
    ['list'],
    ['./e2e/support/last-seen.ts'],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE === undefined ? [] : [['json'] as const]),
  ],
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/structures/{arg}{ext}',
  use: {
    browserName: 'chromium',
    launchOptions: browserLaunch(),
    locale: 'en-US',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    // Costs a fifth of the time; `--trace on` makes one of what fails.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'sample', testMatch: /demo\.spec\.ts/, use: DESKTOP },
    // Looks at what the test of the sample has loaded.
    { name: 'pages', testMatch: /every-page\.spec\.ts/, dependencies: ['sample'], use: DESKTOP },
    { name: 'desktop', testIgnore: /(demo|every-page)\.spec\.ts/, use: DESKTOP },
    // The phone walks the main way; what differs there is the layout, not what the pages do.
    {
      name: 'phone',
      testMatch: /main-flow\.spec\.ts/,
      use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    },
  ],
})
