import { test as base, expect, type Page } from '@playwright/test'
import { type Sample, serveLoaded } from '../pictures/sample.ts'
import { layoutViolations, violations } from './axe.ts'
import { PAGES } from './pages.ts'

const DESKTOP = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const MOST_SCRIPT_BYTES = 250_000
const SETTLED = 20_000

interface Worker {
  /** A server with the sample loaded: pages are never as full as with it. */
  readonly sample: Sample
  /** Signed in; what it has loaded for one page of the console it need not load again for the next. */
  readonly shared: Page
}

const test = base.extend<object, Worker>({
  sample: [
    async ({ browserName: _ }, use) => {
      await using sample = await serveLoaded()
      await use(sample)
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  shared: [
    async ({ browser, sample }, use) => {
      const { session: storageState, url: baseURL } = sample
      const options = { baseURL, storageState, viewport: DESKTOP, locale: 'en-US', timezoneId: 'UTC' }
      await using context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
      await use(await context.newPage())
    },
    { scope: 'worker' },
  ],
  page: async ({ shared }, use) => {
    await use(shared)
    shared.removeAllListeners()
  },
})

/** What gives a page its structure, of its aria snapshot: headings, tabs and columns, a line each. */
async function structure(page: Page): Promise<string> {
  const snapshot = await page.getByRole('main').ariaSnapshot()
  const lines = snapshot.split('\n').map((line) => line.trim().replace(/^- '?|'?:?$/g, ''))
  return `${lines.filter((line) => /^(heading|tab|columnheader|table|form|search) /.test(line)).join('\n')}\n`
}

/** Of the scripts that a page names in its HTML, compressed. */
async function scriptBytes(page: Page, html: string): Promise<number> {
  const named = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src = '']) => new URL(src, page.url()).href)
  return page.evaluate(
    (urls) =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => urls.includes(entry.name))
        .reduce((sum, entry) => sum + (entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0), 0),
    named,
  )
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Cards whose content is wider than they are: its end is out of sight, and nothing scrolls to it. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main section')]
      .filter((card) => getComputedStyle(card).overflowX === 'hidden' && card.scrollWidth > card.clientWidth + 1)
      .map((card) => `${card.querySelector('h2')?.textContent}: ${card.scrollWidth} in ${card.clientWidth}`),
  )

/** What moves for people who asked for less of that: everything does that has a duration and does not say what for. */
const moving = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => {
        const { transitionDuration, transitionProperty } = getComputedStyle(element)
        return transitionProperty !== 'none' && transitionDuration.split(', ').some((each) => each !== '0s')
      })
      .map(({ tagName, className }) => `${tagName} ${className}`),
  )

test.describe.configure({ mode: 'parallel' })

for (const { name, path, open } of PAGES) {
  test(`${name} holds at both sizes and in both themes`, async ({ page, sample }) => {
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await page.setViewportSize(DESKTOP)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    const answer = await page.goto(sample.path(path(sample)))
    const html = (await answer?.text()) ?? ''
    await open?.(page)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    // Parts of a page come after the rest of it.
    await expect(async () => expect(await structure(page)).toMatchSnapshot(`${name}.txt`)).toPass({ timeout: SETTLED })
    const bytes = await scriptBytes(page, html)
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(MOST_SCRIPT_BYTES)
    expect(await moving(page)).toEqual([])
    expect(await violations(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.setViewportSize(PHONE)
    expect(await layoutViolations(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(await cutOff(page)).toEqual([])
    expect(complaints).toEqual([])
  })
}
