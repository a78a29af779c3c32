import { expect, type Page } from '@playwright/test'
import { SCENARIOS } from '../scenarios/all.ts'
import { layoutViolations, violations } from './axe.ts'
import { nextStep, pagePath, reviewAndCreate, test } from './console.ts'

// Each has a sandbox of its own.
test.describe.configure({ mode: 'parallel' })

const step = (page: Page, number: number) => page.getByRole('main').getByTestId(`step-${number}`)

/** It is played on its page, button by button; the others by the calls behind the buttons, which are quicker. */
const ON_THE_PAGE = 'find-the-intruder'

/** Here each step is done for the reader, and what counts is that its check holds. */
for (const { name, number, title, steps } of SCENARIOS) {
  test(`scenario ${number}, ${title}, passes step by step and is reset`, async ({ page, server, request }) => {
    const call = async (path: string) => {
      const authorization = `Basic ${btoa(`${server.accessKeyId}:${server.secretAccessKey}`)}`
      const answer = await request.post(`/_keystead/scenarios/${name}/${path}`, { headers: { authorization } })
      return answer.json()
    }
    if (name === ON_THE_PAGE) {
      await page.goto(pagePath(`scenarios/${name}`))
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
      await page.getByRole('button', { name: 'Start' }).click()
      await expect(step(page, 1)).toHaveAttribute('data-state', /current|done/)
      for (const [at, { action }] of steps.entries()) {
        const here = step(page, at + 1)
        if (action) await here.getByRole('button', { name: 'Do it for me' }).click()
        await expect(here).toHaveAttribute('data-state', 'done')
        if (at + 1 < steps.length) await here.getByRole('button', { name: 'Next step' }).click()
      }
    } else {
      await call('start')
      for (const [at, { action }] of steps.entries()) {
        if (action) expect(await call(`steps/${at + 1}`)).not.toHaveProperty('code')
      }
      await page.goto(pagePath(`scenarios/${name}`))
    }
    await expect(page.getByTestId('scenario-progress')).toHaveText(`${steps.length} of ${steps.length} steps`)

    const started = performance.now()
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect(page.getByTestId('scenario-progress')).toHaveText(`0 of ${steps.length} steps`)
    await expect(step(page, 1)).toHaveAttribute('data-state', 'current')
    console.log(`${name} was reset, and its page showed that, in ${Math.round(performance.now() - started)} ms`)
  })
}

const guideOf = (page: Page) => page.getByRole('complementary', { name: 'Guide' })

/** Waits until the step has passed, goes on to the next one, and to where that is done by hand. */
async function goOn(page: Page, link: string): Promise<void> {
  await guideOf(page).getByRole('button', { name: 'Next step' }).click()
  await guideOf(page).getByRole('link', { name: link }).click()
}

/** Calls what the Playground is at, with the encryption context of the record. */
async function callInPlayground(page: Page, op: 'Encrypt' | 'Decrypt', field: string, bytes: string): Promise<void> {
  const main = page.getByRole('main')
  await main.getByLabel(field, { exact: true }).fill(bytes)
  // What is typed stays while the operation changes.
  if (!(await main.getByLabel('Key of pair 1').isVisible()))
    await main.getByRole('button', { name: 'Add pair' }).click()
  await main.getByLabel('Key of pair 1').fill('record')
  await main.getByLabel('Value of pair 1').fill('birth-4711')
  await main.getByRole('button', { name: new RegExp(`^${op}( (Ctrl|⌘) ↵)?$`) }).click()
}

test('a scenario is played by hand on the pages of its sandbox, beside the guide', async ({ page }) => {
  const [main, guide] = [page.getByRole('main'), guideOf(page)]
  await page.goto(pagePath('scenarios/ten-years-of-rotation'))
  await page.getByRole('button', { name: /^(Start|Reset)$/ }).click()
  await step(page, 1).and(page.locator('[data-state=current]')).getByRole('link', { name: 'Create key' }).click()
  await expect(guide).toContainText('No key has the alias alias/archive yet.')
  await nextStep(page, 'labels').click()
  await page.getByRole('textbox', { name: 'Alias' }).fill('alias/archive')
  await reviewAndCreate(page)

  await goOn(page, 'Encrypt in the Playground')
  await callInPlayground(page, 'Encrypt', 'Plaintext', 'Born on the first day.')
  await goOn(page, 'Key material and rotations')
  await main.getByRole('button', { name: 'Edit rotation' }).click()
  await page.getByRole('dialog').getByRole('switch', { name: 'Rotate by itself' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await goOn(page, 'The timeline')
  await main.getByRole('button', { name: '+10 years' }).click()

  await goOn(page, 'Decrypt in the Playground')
  const record = guide.getByRole('region', { name: 'The record of the first day' })
  // Between two pages there is no title.
  await expect(main.getByLabel('Ciphertext', { exact: true })).toBeVisible()
  await expect(page).toHaveTitle(/Keystead$/)
  expect(await violations(page)).toEqual([])
  await callInPlayground(page, 'Decrypt', 'Ciphertext', await record.innerText())
  await expect(guide).toContainText('The material that opens it')
  await goOn(page, 'Encrypt in the Playground')

  // On a phone the guide is a line, and lies over the page only while it is read.
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.getByRole('banner').getByText('· STRICT', { exact: true })).toBeInViewport({ ratio: 1 })
  const line = guide.getByRole('button', { name: /^6\. Encrypt today.*current/ })
  const missing = guide.getByText('Nothing was encrypted since the last rotation.')
  await expect(missing).toBeHidden()
  await line.click()
  await expect(missing).toBeVisible()
  expect(await layoutViolations(page)).toEqual([])
  await main.getByLabel('Plaintext', { exact: true }).focus()
  await expect(missing).toBeHidden()
  await callInPlayground(page, 'Encrypt', 'Plaintext', 'Ten years later.')
  await guide.getByRole('button', { name: /^6\. Encrypt today.*done/ }).click()
  await expect(guide).toContainText('Every step has passed.')
  await guide.getByRole('link', { name: 'Ten years of rotation in a minute' }).click()
  await expect(page.getByTestId('scenario-progress')).toHaveText('6 of 6 steps')
})
