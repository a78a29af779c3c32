import { EncryptCommand } from '@aws-sdk/client-kms'
import { violations } from './axe.ts'
import { expect, pagePath, refused, signedOut, test } from './console.ts'

test('axe finds nothing in the dialogs of keys', async ({ page, newKey }) => {
  const dialogs = [
    ['/grants', 'Create grant', {}],
    ['/material', 'Rotate now', {}],
    ['/regionality', 'Replicate…', { MultiRegion: true }],
  ] as const
  for (const [tab, button, like] of dialogs) {
    const { keyId } = await newKey({}, like)
    await page.goto(pagePath(`keys/${keyId}${tab}`))
    await page.getByRole('button', { name: button }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await violations(page)).toEqual([])
  }
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('the buttons of a long dialog stay in sight', async ({ page, newKey }) => {
    const { keyId } = await newKey()
    await page.goto(pagePath(`keys/${keyId}/grants`))
    await page.getByRole('button', { name: 'Create grant' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('combobox', { name: 'Constraint' })).toBeAttached()
    await expect(dialog.getByRole('button', { name: 'Create grant' })).toBeInViewport({ ratio: 1 })
  })

  test('buttons of an icon are as large as a finger', async ({ page, newKey }) => {
    const { keyId, arn } = await newKey({ team: 'payments' })
    await page.goto(pagePath(`keys/${keyId}/tags`))
    const box = await page.getByRole('button', { name: 'Remove tag team' }).boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(32)
    const copy = await page.getByRole('button', { name: 'Copy key ARN' }).boundingBox()
    if (!copy) throw new Error(`no button copies ${arn}`)
    await page.mouse.click(copy.x - 4, copy.y - 4)
    await expect(
      page
        .getByText('Copied', { exact: true })
        .or(page.getByText(/does not allow copying/))
        .first(),
    ).toBeVisible()
  })
})

test('axe finds nothing in what opens', async ({ page, newKey }) => {
  const { alias } = await newKey()
  await page.goto(pagePath(`keys?q=${alias}`))
  await page.getByRole('checkbox', { name: `Select ${alias}` }).click()
  expect(await violations(page)).toEqual([])
  await page.getByRole('toolbar').getByRole('button', { name: 'Schedule deletion…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Keep' }).click()
  await page
    .getByRole('button', { name: /us-east-1/ })
    .first()
    .click()
  await expect(page.getByRole('listbox', { name: 'Regions' })).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('axe finds nothing in the drawer of an event', async ({ page, newKey }) => {
  const { arn } = await newKey()
  await page.goto(pagePath(`audit?resource=${encodeURIComponent(arn)}`))
  await page.getByRole('link', { name: 'CreateAlias' }).click()
  await expect(page.getByTestId('event-record')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('axe finds nothing in why a call was refused', async ({ page, newKey, newUser }) => {
  const { keyId } = await newKey()
  const Condition = { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }
  const user = await newUser({ Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition })
  const requestId = await refused(user.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') })))
  await page.goto(pagePath(`audit?request=${requestId}&view=why`))
  await expect(page.getByRole('list', { name: 'Conditions' })).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test('axe finds nothing where an account is created', async ({ page }) => {
  await page.goto(pagePath('identities/accounts'))
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('Copy the secret now')).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test.describe('signed out', () => {
  test.use(signedOut)

  test('axe finds nothing on sign-in', async ({ page }) => {
    await page.goto('/sign-in')
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
    expect(await violations(page)).toEqual([])
  })
})

test('the theme that was chosen stands in the page before any script runs', async ({ page, request }) => {
  await page.goto(pagePath('keys'))
  await page.getByRole('button', { name: /Display settings|Menu/ }).click()
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(async () => {
    const cookies = await page.context().cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    expect(await (await request.get(pagePath('keys'), { headers: { cookie } })).text()).toContain('data-theme="dark"')
  }).toPass()
})
