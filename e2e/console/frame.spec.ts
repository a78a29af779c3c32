import {
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms'
import type { Page } from '@playwright/test'
import { ACCOUNT, expect, keyStatus, pagePath, REGION, refused, test } from './console.ts'

test('the overview tells figures that are true, and stays so while others act', async ({
  page,
  kms,
  newKey,
  newUser,
}) => {
  const key = await newKey()
  await page.goto(pagePath('overview'))
  const disabled = page.getByRole('link', { name: /^\d+ Disabled$/ })
  const before = await figureOf(page, 'Disabled')
  await expect(disabled).toHaveText(new RegExp(`^${before}\\b`))

  await kms.send(new DisableKeyCommand({ KeyId: key.keyId }))
  await expect(disabled).toHaveText(new RegExp(`^${before + 1}\\b`))
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key.keyId, PendingWindowInDays: 7 }))
  await expect(page.getByRole('link', { name: `${key.alias} is deleted for good` })).toBeVisible()

  const user = await newUser()
  await refused(user.kms.send(new DescribeKeyCommand({ KeyId: key.keyId })))
  const denied = page.getByRole('listitem').filter({ hasText: user.name })
  await expect(denied).toContainText(`DescribeKey on ${key.alias}`)
  const footer = page.getByRole('complementary').getByRole('link', { name: 'Audit log intact' })
  await expect(footer).toHaveText(/[\d,]+ events, signed \d\d:\d\d:\d\dZ$/)

  const requests = page.getByRole('slider', { name: 'Requests over time' })
  await expect(async () => {
    const told: (string | null)[] = []
    // Of the last minute and the one before: another may have begun since the call.
    for (const key of ['End', 'ArrowLeft']) {
      await requests.press(key)
      told.push(await requests.getAttribute('aria-valuetext'))
    }
    expect(told.join('; ')).toMatch(/per (minute|hour) · [1-9]\d* requests? · [^;]*denied/)
  }).toPass()
  await page.getByRole('radio', { name: '7 d' }).click()
  await expect(page).toHaveURL(/range=7d/)
  await page.getByRole('link', { name: /^\d+ Pending deletion$/ }).click()
  await expect(page).toHaveURL(/state=PendingDeletion$/)
  await expect(page.getByRole('link', { name: key.alias })).toBeVisible()
})

test('what changes before a page hears of changes shows all the same', async ({ page, kms, newKey }) => {
  const { keyId } = await newKey()
  let connect: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    connect = resolve
  })
  await page.route('**/api/console/tail?*', async (route) => {
    await held
    await route.continue()
  })
  const asked = page.waitForRequest('**/api/console/tail?*')
  await page.goto(pagePath(`keys/${keyId}`))
  await expect(keyStatus(page)).toHaveText('Enabled')
  await asked
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  connect()
  await expect(keyStatus(page)).toHaveText('Disabled')
})

test('what changes while a page is on its way to another shows all the same', async ({ page, kms, newKey }) => {
  const { keyId, alias } = await newKey()
  const [made, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route(new RegExp(`/keys/${keyId}\\?_rsc=`), async (route, request) => {
    if ('next-router-prefetch' in request.headers()) return route.continue()
    const response = await route.fetch()
    made.resolve()
    await free.promise
    return route.fulfill({ response })
  })
  await page.goto(pagePath(`keys?q=${alias}`))
  await page.getByRole('link', { name: alias }).click()
  await made.promise
  const heard = page.waitForResponse(/\/api\/console\/(?!tail)/)
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  await heard
  free.resolve()
  await expect(keyStatus(page)).toHaveText('Disabled')
})

test('the palette finds keys, pages and Regions, and knows what is pasted into it', async ({
  page,
  kms,
  newKey,
  newUser,
}) => {
  const key = await newKey()
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: key.keyId, Plaintext: Buffer.from('hi') }))
  const requestId = await refused((await newUser()).kms.send(new DescribeKeyCommand({ KeyId: key.keyId })))
  await page.goto(pagePath('overview'))
  await expect(page.getByRole('button', { name: 'Search or run' })).toBeEnabled()

  const box = await ask(page, key.alias)
  await expect(page.getByRole('option', { name: key.alias }).first()).toContainText('Enabled')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toHaveText(
    'Key material and rotations',
  )
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${pagePath(`keys/${key.keyId}`)}$`))
  await expect(box).toBeHidden()

  await ask(page, requestId)
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText('Why was this request')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`audit\\?request=${requestId}&view=why$`))

  await ask(page, `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${key.keyId}`)
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText(
    'Open this key in eu-west-1',
  )
  await page.keyboard.press('Escape')
  await expect(box).toBeHidden()

  await ask(page, 'ireland')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${pagePath('audit', 'eu-west-1')}$`))

  await ask(page, Buffer.from(CiphertextBlob ?? []).toString('base64'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/playground\?op=Inspect&blob=/)
})

test('the fields of a page are off until the browser has taken the page over', async ({ page }) => {
  const html = await (await page.request.get(pagePath('key-stores', 'eu-west-1'))).text()
  expect(html).toMatch(/<fieldset role="presentation" disabled=""/)
  await page.goto(pagePath('key-stores', 'eu-west-1'))
  await expect(page.getByRole('main').getByRole('button', { name: 'Make a cluster' })).toBeEnabled()
})

test('the keyboard goes to pages, through rows and into filters', async ({ page, newKey }) => {
  const { alias } = await newKey()
  await page.goto(pagePath('overview'))
  await expect(page.getByRole('button', { name: 'Display settings' })).toBeEnabled()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Customer managed')
  await page.keyboard.press('Escape')

  await page.keyboard.press('g')
  await page.keyboard.press('k')
  await expect(page).toHaveURL(new RegExp(`${pagePath('keys')}$`))
  await expect(page.getByRole('link', { name: alias })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type(alias)
  await expect(page).toHaveURL(/[?&]q=/)
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: alias })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(alias)
  await page.keyboard.press('c')
  await expect(page.getByRole('heading', { name: 'Create key' })).toBeVisible()
  await page.getByRole('button', { name: 'About this page' }).click()
  await expect(page.getByRole('dialog', { name: 'About this page' })).toContainText('can never be changed')
})

test.describe('in another time zone', () => {
  test.use({ timezoneId: 'Asia/Tokyo' })

  test('density, time zone and theme are kept, and stand in the first byte of the page', async ({ page, newKey }) => {
    const { keyId } = await newKey()
    await page.goto(pagePath('keys'))
    await page.getByRole('button', { name: 'Display settings' }).click()
    await page.getByRole('radio', { name: 'Dense' }).click()
    await page.getByRole('radio', { name: 'Local' }).click()
    await page.getByRole('radio', { name: 'Dark' }).click()
    await page.keyboard.press('Escape')
    const clock = page.getByRole('banner').locator('time').first()
    await expect(clock).toHaveText(/ \+09:00$/)

    const answer = await page.goto(pagePath(`keys/${keyId}/configuration`))
    expect(await answer?.text()).toMatch(/<html[^>]* data-theme="dark" data-density="dense"/)
    await expect(clock).toHaveText(/ \+09:00$/)
    await expect(page.getByRole('main')).toContainText(/\d\d:\d\d:\d\d \+09:00/)
    await page.goto(pagePath('keys'))
    expect((await page.getByRole('row').nth(1).boundingBox())?.height).toBe(32)
  })
})

test('a page that lost the server says so, and is right again when it is back', async ({
  page,
  server,
  kms,
  newKey,
}) => {
  const { keyId, alias } = await newKey()
  await page.goto(pagePath(`keys?q=${alias}`))
  const row = page.getByRole('row').filter({ hasText: alias })
  await expect(row).toContainText('Enabled')

  await server.kill()
  await expect(page.getByText('Server not reached.')).toBeVisible()
  await server.restart()
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  // The page tries again after ever longer waits, of 15 seconds in the end.
  await expect(row).toContainText('Disabled', { timeout: 40_000 })
  await expect(page.getByText('Server not reached.')).toBeHidden()
  await kms.send(new EnableKeyCommand({ KeyId: keyId }))
  await expect(row).toContainText('Enabled')
})

test('an act that the server did not live to answer leaves the form as it was', async ({ page, server, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit description…' }).click()
  const description = page.getByRole('textbox', { name: 'Description' })
  await description.fill('typed while it ran')
  await server.kill()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('Nothing is known to have changed')
  await expect(description).toHaveValue('typed while it ran')
  await server.restart()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('main').getByText('typed while it ran')).toBeVisible()
})

/** Opens the palette by the keyboard and puts a text in, as one that is pasted. */
async function ask(page: Page, text: string) {
  await page.keyboard.press('ControlOrMeta+k')
  const box = page.getByRole('combobox', { name: 'Search or run' })
  await box.fill(text)
  return box
}

/** How many keys are in a state, by the list of keys. */
async function figureOf(page: Page, state: string): Promise<number> {
  const answer = await page.request.get(`/api/console/keys?scope=main/${ACCOUNT}/${REGION}&state=${state}`)
  return (await answer.json()).matching
}
