import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { ACCOUNT, expect, pagePath, REGION, test, uniqueName } from './console.ts'

test('an account is created, and its credentials work', async ({ page, server }) => {
  const name = uniqueName()
  await page.goto(pagePath('keys'))
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Identities' }).click()
  await page.getByRole('navigation', { name: 'Identities' }).getByRole('link', { name: 'Accounts' }).click()
  await expect(page.getByRole('row').filter({ hasText: ACCOUNT })).toContainText('You are here')
  await page.getByRole('button', { name: 'Create account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(dialog).toContainText('It is not shown again')

  const [accessKeyId = '', secretAccessKey = ''] = await dialog.getByRole('definition').allTextContents()
  const profile = dialog.getByRole('tabpanel')
  await expect(profile).toContainText(`aws configure set endpoint_url ${server.url}`)
  await expect(profile).toContainText(`aws configure set aws_secret_access_key ${secretAccessKey}`)
  const credentials = { accessKeyId, secretAccessKey }
  const kms = new KMSClient({ endpoint: server.url, region: REGION, credentials })
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
  kms.destroy()
  const account = KeyMetadata?.AWSAccountId ?? ''
  await expect(dialog).toHaveAccessibleName(`Account ${account} created`)

  // What is shown this once is not lost by a key or by a press beside it.
  await page.keyboard.press('Escape')
  await page.mouse.click(4, 4)
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'I have copied them' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row').filter({ hasText: account })).toContainText(name)
  await expect(page.getByText(secretAccessKey)).toHaveCount(0)

  await page.goto(pagePath('audit?event=CreateAccount'))
  await page.getByRole('link', { name: 'CreateAccount' }).first().click()
  const record = page.getByTestId('event-record')
  await expect(record).toContainText(account)
  await expect(record).not.toContainText(secretAccessKey)
})

test('an id can be chosen once', async ({ page }) => {
  await page.goto(pagePath('identities/accounts'))
  await page.getByRole('button', { name: 'Create account' }).click()
  const dialog = page.getByRole('dialog')
  const create = dialog.getByRole('button', { name: 'Create account' })
  await dialog.getByLabel('Account id').fill('12345')
  await expect(dialog.getByText('It has 12 digits.')).toBeVisible()
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Account id').fill(ACCOUNT)
  await create.click()
  await expect(dialog.getByRole('alert')).toContainText('AccountAlreadyExistsException')
})

test('accounts of another scope are forbidden', async ({ page }) => {
  const answer = await page.goto(pagePath('identities/accounts', REGION, '999988887777'))
  expect(answer?.status()).toBe(403)
  const read = await page.request.get(`/api/console/accounts?scope=main/999988887777/${REGION}`)
  expect(read.status()).toBe(403)
})
