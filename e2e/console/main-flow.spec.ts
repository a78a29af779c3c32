import { DecryptCommand, EncryptCommand, ListKeyRotationsCommand } from '@aws-sdk/client-kms'
import {
  expect,
  keyStatus,
  nextStep,
  pagePath,
  reviewAndCreate,
  signedOut,
  signIn,
  test,
  uniqueName,
} from './console.ts'

test.describe('from sign-in to the audit log', () => {
  test.use(signedOut)

  test('a key made in the console encrypts by the SDK, and the call stands in the audit log', async ({
    page,
    server,
    kms,
  }) => {
    const alias = `alias/${uniqueName()}`
    await page.goto('/')
    await signIn(page, server.password)
    await page.getByRole('link', { name: 'Create key' }).click()
    await expect(page.getByRole('heading', { name: 'Create key' })).toBeVisible()
    await nextStep(page, 'labels').click()
    await page.getByRole('textbox', { name: 'Alias' }).fill(alias)
    await page.getByRole('textbox', { name: 'Description' }).fill('Made by a test')
    await reviewAndCreate(page)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(alias.replace('alias/', ''))
    await expect(page.getByRole('main').getByText('Made by a test')).toBeVisible()
    const arn = (await page.getByRole('main').getByTestId('key-arn').textContent()) ?? ''

    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: alias, Plaintext: Buffer.from('hello'), EncryptionContext: { tenant: 'acme' } }),
    )
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { tenant: 'acme' } }))
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('hello')

    await page.goto(pagePath(`audit?resource=${encodeURIComponent(arn)}&event=Encrypt`))
    await page.getByRole('link', { name: 'Encrypt', exact: true }).click()
    const drawer = page.getByRole('dialog', { name: /Encrypt/ })
    await expect(drawer.getByTestId('event-record')).toContainText('"eventName": "Encrypt"')
    await expect(drawer.getByTestId('event-record')).toContainText('"tenant": "acme"')
    await expect(drawer.getByTestId('event-record')).not.toContainText('aGVsbG8')
    await expect(page).toHaveURL(/[?&]id=/)
    await drawer.getByRole('button', { name: 'Close' }).click()
    await expect(drawer).toBeHidden()
  })
})

test('a list is sorted by its heads, on phones too', async ({ page, newKey }) => {
  const { alias } = await newKey()
  await page.goto(pagePath(`keys?q=${alias}`))
  await page.getByRole('link', { name: 'Status', exact: true }).click()
  await expect(page).toHaveURL(/[?&]sort=state/)
  await page.getByRole('link', { name: 'Status', exact: true }).click()
  await expect(page).toHaveURL(/[?&]sort=-state/)
  await page.getByRole('checkbox', { name: /^Select all/ }).click()
  await expect(page.getByText('1 selected')).toBeVisible()
})

test('a key is rotated, disabled, enabled, and its deletion is scheduled and cancelled', async ({
  page,
  newKey,
  kms,
}) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  const act = async (name: string) => {
    await page.getByRole('button', { name: 'Key actions' }).click()
    await page.getByRole('menuitem', { name, exact: true }).click()
  }
  const status = keyStatus(page)

  await act('Rotate now…')
  const rotation = page.getByRole('dialog', { name: 'Rotate now' })
  await expect(rotation).toContainText('number 1 of the 25')
  expect((await kms.send(new ListKeyRotationsCommand({ KeyId: keyId }))).Rotations).toEqual([])
  await rotation.getByRole('button', { name: 'Rotate key' }).click()
  await expect(page.getByText('Key material rotated', { exact: true })).toBeVisible()
  await act('Disable')
  await expect(status).toHaveText('Disabled')
  await act('Enable')
  await expect(status).toHaveText('Enabled')

  await act('Schedule deletion…')
  const dialog = page.getByRole('dialog', { name: 'Schedule deletion of 1 key' })
  await expect(dialog.getByText('Never used')).toBeVisible()
  await expect(dialog.getByRole('link', { name: '1 alias' })).toBeVisible()
  await dialog.getByLabel('Waiting period in days').fill('6')
  await expect(dialog.getByRole('button', { name: 'Schedule deletion' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Waiting period in days').fill('7')
  await dialog.getByRole('button', { name: 'Schedule deletion' }).click()
  await expect(status).toContainText('Pending deletion')
  await act('Cancel deletion')
  await expect(status).toHaveText('Disabled')
})
