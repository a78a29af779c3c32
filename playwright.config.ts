import { defineConfig } from '@playwright/test'
import { browserLaunch } from './e2e/support/browser.ts'

export default defineConfig({
  testDir: 'e2e/console',
  workers: 2,
  timeout: 60_000,
  forbidOnly: process.env.CI !== undefined,
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    launchOptions: browserLaunch(),
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    // The phone walks the main way; what differs there is the layout, not what the pages do.
    {
      name: 'phone',
      testMatch: /(main-flow|accessibility)\.spec\.ts/,
      use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    },
  ],
})
