import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { expect, keyStatus, pagePath, REGION, test } from './console.ts'

const THERE = 'ap-southeast-2'

test('a multi-Region key is replicated with a name there, its primary changed, its old place left', async ({
  page,
  newKey,
  server,
  kms,
}) => {
  const { keyId, alias } = await newKey({ team: 'payments' }, { MultiRegion: true, Description: 'Orders' })
  await page.goto(pagePath(`multi-region?key=${keyId}`))
  const dialog = page.getByRole('dialog')
  const change = page.getByRole('button', { name: 'Change primary…' })
  await expect(change).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Replicate…' }).click()
  await dialog.getByLabel('Region').selectOption(THERE)
  await expect(dialog.getByRole('textbox', { name: 'Alias there' })).toHaveValue(`alias/${alias}`)
  await dialog.getByRole('button', { name: 'Replicate' }).click()
  const replica = page.getByRole('row').filter({ hasText: THERE })
  await expect(replica).toContainText('Enabled')
  await expect(replica).toContainText(alias)
  await expect(page.getByRole('img', { name: new RegExp(`replicas in ${THERE}`) })).toBeVisible()

  await change.click()
  await dialog.getByRole('button', { name: 'Change primary' }).click()
  await expect(replica).toContainText('Primary')
  await expect(replica).toContainText('Enabled')
  await replica.getByRole('link', { name: new RegExp(THERE) }).click()
  await expect(page).toHaveURL(new RegExp(`${pagePath(`keys/${keyId}/regionality`, THERE)}$`))
  await expect(keyStatus(page)).toHaveText('Enabled')
  await expect(page.getByRole('main').getByText('Orders')).toBeVisible()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'same as the primary’s' })).toHaveCount(1)

  const { accessKeyId, secretAccessKey, url } = server
  const there = new KMSClient({ endpoint: url, region: THERE, credentials: { accessKeyId, secretAccessKey } })
  const { CiphertextBlob } = await there.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('hello') }))
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, KeyId: keyId }))
  expect(Buffer.from(Plaintext ?? []).toString()).toBe('hello')
  there.destroy()

  await page.goto(pagePath(`multi-region?key=${keyId}`))
  await page.getByRole('button', { name: `Actions for ${REGION}` }).click()
  await page.getByRole('menuitem', { name: 'Delete it here…' }).click()
  await expect(dialog).toContainText(`still opens in ${THERE}`)
  await dialog.getByRole('button', { name: 'Schedule deletion' }).click()
  await expect(page.getByRole('row').filter({ hasText: REGION })).toContainText('Pending deletion')
})

test('a key of one Region says that it never leaves', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('link', { name: 'Regionality' }).click()
  await expect(page.getByRole('heading', { name: `This key never leaves ${REGION}` })).toBeVisible()
})
