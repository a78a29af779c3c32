/**
 * `npm run scenario -- NAME [--video [FILE]]`: plays a scenario in a browser, on a new server, and prints its steps as
 * they pass; with `--video` at the pace of a reader, into a WebM file. `npm run scenario -- --list` names them all.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Locator, type Page } from '@playwright/test'
import { signInByApi } from '../console/sign-in-by-api.ts'
import { SCENARIOS } from '../scenarios/all.ts'
import type { Scenario, Step } from '../scenarios/scenario.ts'
import { browserLaunch } from '../support/browser.ts'
import { type Server, startServer } from '../support/server.ts'
import { screencast } from './screencast.ts'

const USAGE = 'usage: npm run scenario -- NAME [--video [FILE]] | --list'
const SIZE = { width: 1280, height: 800 }
const [A_WORD, A_LOOK] = [260, 1500]

/** How long a reader takes, in milliseconds; no time at all without one. */
type Pace = (text?: string) => Promise<void>

/** Plays a scenario on its own page and those of its sandbox, each step by its button. */
async function play(page: Page, { name, number, title, summary, steps }: Scenario, pace: Pace): Promise<void> {
  const home = `/main/111122223333/us-east-1/scenarios/${name}`
  await page.goto(home)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  console.log(`${number}. ${title}`)
  await pace(summary)
  await page.getByRole('button', { name: 'Start' }).click()
  await page.locator('[data-testid=step-1][data-state=current]').waitFor()
  for (const [at, step] of steps.entries()) await playStep(page, step, at + 1, pace)
  await page.goto(home)
  await page.getByTestId('scenario-progress').getByText(`${steps.length} of ${steps.length} steps`).waitFor()
  await pace(summary)
}

async function playStep(page: Page, { title, text, action, link }: Step, number: number, pace: Pace): Promise<void> {
  // On its own page the first step; from there on the guide goes along.
  const guide = page.getByRole('complementary', { name: 'Guide' })
  const isGuided = await guide.isVisible()
  const here = isGuided ? guide : page.getByTestId(`step-${number}`)
  const titleIn = (place: Locator) => place.getByText(title).filter({ visible: true }).first()
  await titleIn(here).waitFor()
  await pace(text.join(' '))
  if (link) {
    await here.getByRole('link').last().click()
    await titleIn(guide).waitFor()
    await pace()
  }
  const doing = (await guide.isVisible()) ? guide : here
  if (action) await doing.getByRole('button', { name: 'Do it for me' }).click()
  await pace()
  const next = doing.getByRole('button', { name: 'Next step' })
  await next.or(doing.getByText('Every step has passed')).waitFor()
  console.log(`   ✓ ${number}. ${title}`)
  await pace()
  if (await next.isVisible()) await next.click()
}

async function played(scenario: Scenario, server: Server, video: string | undefined): Promise<void> {
  const browser = await chromium.launch(browserLaunch())
  try {
    const options = { baseURL: server.url, viewport: SIZE, locale: 'en-US', timezoneId: 'UTC' }
    const context = await browser.newContext({ ...options, storageState: await signInByApi(server) })
    const page = await context.newPage()
    const recording = video === undefined ? undefined : await screencast(page, video)
    const pace: Pace = async (text) => {
      if (recording) await page.waitForTimeout(A_LOOK + (text?.split(' ').length ?? 0) * A_WORD)
    }
    await play(page, scenario, pace)
    await recording?.end()
    if (video !== undefined) console.log(`The video is ${video}`)
  } finally {
    await browser.close()
  }
}

const { values, positionals } = parseArgs({
  options: { list: { type: 'boolean' }, video: { type: 'boolean' } },
  allowPositionals: true,
})
const [name, file] = positionals
const scenario = SCENARIOS.find((one) => one.name === name)
if (values.list) {
  for (const one of SCENARIOS) console.log(`${String(one.number).padStart(2)}  ${one.name.padEnd(28)}${one.title}`)
} else if (!scenario || (file !== undefined && !values.video)) {
  console.error(name === undefined ? USAGE : `There is no scenario ${name}.\n${USAGE}`)
  process.exitCode = 2
} else {
  await using server = await startServer()
  await played(scenario, server, values.video ? resolve(file ?? `${scenario.name}.webm`) : undefined)
}
