import { readFile } from 'node:fs/promises'
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms'
import type { Page } from '@playwright/test'
import { expect, pagePath, test } from './console.ts'

const Plaintext = Buffer.from('x')

/** The lines of the list. */
const rowsOf = (page: Page) => page.getByRole('main').getByTestId(/^event-[0-9a-f]{8}-/)

test('filters are a part of the address: what is, what is not, words, and back again', async ({
  page,
  newKey,
  kms,
}) => {
  const { keyId, alias } = await newKey()
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  await expect(kms.send(new EncryptCommand({ KeyId: keyId, Plaintext }))).rejects.toThrow()
  await page.goto(pagePath(`audit?resource=${keyId}`))
  await expect(page.getByRole('link', { name: 'DisableKey' })).toBeVisible()
  await expect(page.getByRole('button', { name: alias })).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(4)

  await page.getByRole('switch', { name: 'Hide crypto reads' }).click()
  await expect(page).toHaveURL(/crypto=hide/)
  await expect(page.getByRole('link', { name: 'Encrypt', exact: true })).toHaveCount(0)
  await page.goBack()
  await expect(page.getByRole('link', { name: 'Encrypt', exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Outcome' }).click()
  await page.getByRole('button', { name: 'Error', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/outcome=error/)
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page.getByRole('row').filter({ hasText: 'DisabledException' })).toHaveCount(1)

  await page.getByRole('link', { name: 'Outcome is: turn around' }).click()
  await expect(page).toHaveURL(/outcome(!|%21)=error/)
  await expect(rowsOf(page)).toHaveCount(3)
  await page.goBack()
  await expect(rowsOf(page)).toHaveCount(1)
  await page.getByRole('link', { name: 'Clear', exact: true }).click()
  await expect(page).toHaveURL(/audit$/)

  await page.getByRole('searchbox', { name: 'Search records' }).fill(alias)
  await expect(page).toHaveURL(/text=/)
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page.getByRole('link', { name: 'CreateAlias' })).toBeVisible()
})

test('an event is found and left again without a mouse', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  const { $metadata } = await kms.send(new EnableKeyCommand({ KeyId: keyId }))
  await page.goto(pagePath('audit'))
  const box = page.getByRole('searchbox', { name: 'Search records' })
  // Keys do nothing before the browser has taken over, and there is no search field before the page has come.
  await expect(box).toBeEnabled()
  await page.keyboard.press('/')
  await expect(box).toBeFocused()
  await box.clear()
  await page.keyboard.type(keyId)
  await expect(rowsOf(page)).toHaveCount(4)
  await page.keyboard.press('Tab')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: 'DisableKey' })).toBeFocused()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: /DisableKey/ })
  await expect(drawer.getByTestId('event-record')).toContainText(keyId)
  await page.keyboard.press('k')
  await expect(page.getByRole('dialog', { name: /EnableKey/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/[?&]id=/)
  await expect(page.getByRole('link', { name: 'EnableKey' })).toBeFocused()

  await page.keyboard.press('/')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type($metadata.requestId ?? '')
  await expect(page.getByRole('dialog', { name: /EnableKey/ })).toBeVisible()
})

test('the drawer has an address and steps through the list', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  await kms.send(new EnableKeyCommand({ KeyId: keyId }))
  await page.goto(pagePath(`audit?resource=${keyId}`))
  await page.getByRole('link', { name: 'EnableKey' }).click()
  await page.getByRole('link', { name: 'Older event' }).click()
  const drawer = page.getByRole('dialog', { name: /DisableKey/ })
  await drawer.getByRole('tab', { name: 'Why?' }).click()
  await expect(drawer.getByRole('region', { name: 'Why' })).toContainText('Enable IAM User Permissions')
  await page.reload()
  await expect(drawer.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true')
  await drawer.getByRole('tab', { name: 'Record' }).click()
  const like = drawer.getByRole('navigation', { name: 'Events like this' })
  await like.getByRole('link', { name: 'this event' }).click()
  await expect(page).toHaveURL(/event=DisableKey/)
  await expect(rowsOf(page)).toHaveCount(1)
})

test('what a program does appears by itself, and waits while an event is read', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`audit?resource=${keyId}`))
  await expect(rowsOf(page)).toHaveCount(2)
  await kms.send(new DescribeKeyCommand({ KeyId: keyId }))
  await expect(page.getByRole('link', { name: 'DescribeKey' })).toBeVisible()

  await page.getByRole('link', { name: 'DescribeKey' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  await page.getByRole('button', { name: '1 new event' }).click()
  await expect(page.getByRole('link', { name: 'DisableKey' })).toBeVisible()

  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('switch', { name: 'Live tail' }).click()
  await expect(page).toHaveURL(/live=off/)
})

test('older events stay joined to the first ones when the list is read again', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  const calls = Array.from({ length: 120 }, () => kms.send(new EncryptCommand({ KeyId: keyId, Plaintext })))
  await Promise.all(calls)
  await page.goto(pagePath(`keys/${keyId}/activity?event=Encrypt&event=DisableKey&event=EnableKey`))
  const table = page.getByRole('main').getByRole('table').and(page.locator('[aria-rowcount]'))
  await page.getByRole('button', { name: 'Older' }).click()
  await expect(table).toHaveAttribute('aria-rowcount', '121')

  /** By the keyboard, as the drawer lies over the button. After it all that is shown is read again. */
  async function act(name: string) {
    const read = page.waitForResponse(/console\/events\?/)
    await page.getByRole('button', { name: 'Key actions' }).press('Enter')
    await page.getByRole('menuitem', { name, exact: true }).press('Enter')
    await read
  }
  await act('Disable')
  await expect(table).toHaveAttribute('aria-rowcount', '122')

  // While an event is read, the list stays as it is.
  await page.getByRole('row').getByRole('link', { name: 'DisableKey' }).click()
  await expect(page.getByRole('dialog', { name: /DisableKey/ })).toBeVisible()
  await act('Enable')
  const waiting = page.getByRole('button', { name: '1 new event' })
  await expect(waiting).toBeVisible()
  await expect(table).toHaveAttribute('aria-rowcount', '122')
  await waiting.click()
  await expect(table).toHaveAttribute('aria-rowcount', '123')
  await expect(waiting).toHaveCount(0)
})

test('an event is proved in the browser, and the whole log is sound', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext }))
  await page.goto(pagePath(`audit?resource=${keyId}&event=Encrypt`))
  await page.getByRole('link', { name: 'Encrypt', exact: true }).click()
  await page.getByRole('link', { name: 'Prove this event' }).click()
  const proof = page.getByRole('region', { name: 'Proof' })
  await expect(proof).toContainText('In the sealed log, checked in this browser')
  await expect(proof.getByRole('img', { name: /^Path of \d+ hashes from leaf/ })).toBeVisible()
  const saving = page.waitForEvent('download')
  await proof.getByRole('button', { name: 'Download proof' }).click()
  const saved = JSON.parse(await readFile(await (await saving).path(), 'utf8'))
  expect(JSON.parse(saved.event).record.requestParameters.keyId).toBe(keyId)
  await page.getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Verify log' }).click()
  const dialog = page.getByRole('dialog', { name: 'Verify the log' })
  await dialog.getByRole('button', { name: /^Verify/ }).click()
  await expect(dialog.getByRole('region', { name: 'Verdict' })).toContainText('The log is sound')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByText(/^verified/)).toBeVisible()
})

test('what is exported is what is selected, and nothing in it is run', async ({ page, kms }) => {
  const hostile = '=HYPERLINK("http://x.invalid","y")'
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'x' }))
  const KeyId = KeyMetadata?.KeyId ?? ''
  const Description = `${hostile} <img src=x onerror=alert(1)> \u202Egnp`
  await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description }))
  await page.goto(pagePath(`audit?resource=${KeyId}`))
  await page.getByRole('button', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export events' })
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export CSV' }).click()
  const csv = await readFile(await (await saving).path(), 'utf8')
  await expect(dialog).toContainText('2 events are in the file.')
  expect(csv.trim().split('\r\n')).toHaveLength(3)
  expect(csv).toContain('""description"":""=HYPERLINK')
  for (const cell of csv.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+@]/)
})

test('events are compared side by side; a bar of the histogram narrows the time', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  for (const purpose of ['one', 'two']) {
    await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext, EncryptionContext: { purpose } }))
  }
  await page.goto(pagePath(`audit?resource=${keyId}&event=Encrypt`))
  const boxes = page.getByRole('checkbox', { name: /^Compare Encrypt/ })
  await boxes.first().click()
  await boxes.last().click()
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await expect(page).toHaveURL(/compare=open/)
  const compared = page.getByRole('dialog', { name: 'Compare 2 events' })
  const context = compared.getByRole('row').filter({ hasText: 'requestParameters.encryptionContext.purpose' })
  await expect(context.getByRole('cell')).toHaveText([/differs/, 'two', 'one'])
  await expect(compared.getByRole('row').filter({ hasText: 'awsRegion' })).toHaveCount(0)
  await compared.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Choose none' }).click()

  const bars = page.getByRole('slider', { name: 'Events by time' })
  await expect(bars).toHaveAttribute('aria-valuetext', /2 events$/)
  await bars.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/from=.*to=/)
  await expect(rowsOf(page)).toHaveCount(2)
})

test('a view is kept under a name, and so are the columns', async ({ page }) => {
  await page.goto(pagePath('audit?outcome=denied'))
  await page.getByRole('button', { name: 'Saved views' }).click()
  await page.getByRole('textbox', { name: 'Name of this view' }).fill('Refused <b>')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.goto(pagePath('audit'))
  await page.getByRole('button', { name: 'Saved views' }).click()
  await page.getByRole('link', { name: 'Refused <b>' }).click()
  await expect(page).toHaveURL(/outcome=denied/)
  await page.goto(pagePath('audit?event=ConsoleLogin'))
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'Source IP' }).click()
  await expect(page).toHaveURL(/cols=/)
  await page.goto(pagePath('audit?event=ConsoleLogin'))
  await expect(page.getByRole('columnheader', { name: 'Source IP' })).toBeVisible()
})

test('sign-ins and refused ones are in the log', async ({ page, request, server }) => {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { userName: 'nobody', password: 'wrong', csrfToken, json: 'true' }
  const headers = { origin: server.url }
  expect((await request.post('/api/auth/callback/credentials', { form, headers })).status()).toBe(401)
  await page.goto(pagePath('audit?event=ConsoleLogin'))
  await expect(page.getByRole('row').filter({ hasText: 'OK' }).first()).toBeVisible()
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: /Denied|Error/ })
      .first(),
  ).toBeVisible()
})
