/**
 * `npm run screenshots [-- FOLDER [PAGE…]]`: pictures of the console's pages with the sample loaded, at 1440×900 and
 * 390×844, in both themes, into `screenshots/` unless another folder is named.
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page, type Request } from '@playwright/test'
import { PAGES } from '../console/pages.ts'
import { browserLaunch } from '../support/browser.ts'
import { type Sample, serveSample } from './sample.ts'

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const THEMES = ['light', 'dark'] as const

/** A page is as it stays when it has read nothing for as long (milliseconds). */
const QUIET = 300

/** To be begun before the page is opened: resolves, when asked, once it has read all it shows. */
function readsOf(page: Page): { ended(): Promise<void> } {
  const under = new Set<Request>()
  let last = performance.now()
  page.on('request', (request) => {
    // What follows the page live never ends.
    if (/\/api\/console\/(?!tail)/.test(request.url())) under.add(request)
  })
  const end = (request: Request) => {
    under.delete(request)
    last = performance.now()
  }
  page.on('requestfinished', end).on('requestfailed', end)
  return {
    async ended() {
      while (under.size > 0 || performance.now() - last < QUIET) await page.waitForTimeout(QUIET / 10)
    },
  }
}

async function picture(browser: Browser, sample: Sample, folder: string, asked: readonly string[]): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const phone = size === 'phone'
    for (const colorScheme of THEMES) {
      const context = await browser.newContext({
        ...{ baseURL: sample.url, viewport, colorScheme, isMobile: phone, hasTouch: phone, reducedMotion: 'reduce' },
        ...{ locale: 'en-US', timezoneId: 'UTC', storageState: sample.session },
      })
      for (const { name, path, open } of PAGES.filter((each) => asked.length === 0 || asked.includes(each.name))) {
        const page = await context.newPage()
        const reads = readsOf(page)
        await page.goto(sample.path(path(sample)))
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await open?.(page)
        await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' })
        await reads.ended()
        // What stays at the edge of the window is to be seen there, not in the midst of the page.
        const height = await page.evaluate(() => document.documentElement.scrollHeight)
        await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) })
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) })
        await page.close()
      }
      await context.close()
    }
  }
}

const [folder = 'screenshots', ...asked] = process.argv.slice(2)
mkdirSync(resolve(folder), { recursive: true })
await using sample = await serveSample()
const browser = await chromium.launch(browserLaunch())
try {
  await picture(browser, sample, resolve(folder), asked)
} finally {
  await browser.close()
}
console.log(`Pictures are in ${resolve(folder)}`)
