import { EncryptCommand } from '@aws-sdk/client-kms'
import { expect, pagePath, test } from './console.ts'

test('a key costs its hours and its calls, each with its rule, and leads to itself', async ({ page, newKey, kms }) => {
  const { keyId, alias } = await newKey()
  for (let n = 0; n < 2; n++) await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))

  await page.goto(pagePath(`quotas-and-cost?q=${alias}`))
  const row = page.getByRole('row').filter({ hasText: alias })
  // CreateKey, CreateAlias and the two that encrypted.
  await expect(row.getByRole('link', { name: '4', exact: true })).toHaveAttribute('href', /\/activity$/)
  await row.getByRole('button', { name: `Requests with ${alias}: $0.000012` }).click()
  await expect(page.getByRole('dialog', { name: `Requests with ${alias}` })).toContainText('$0.03 per 10,000')
  await page.keyboard.press('Escape')
  await row.getByRole('button', { name: `Storage of ${alias}` }).click()
  await expect(page.getByRole('dialog', { name: `Storage of ${alias}` })).toContainText(/[12] of \d{3} hours/)
  await page.keyboard.press('Escape')

  await row.getByRole('link', { name: alias }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(alias)
  await page.goto(pagePath(`keys/${keyId}/configuration`))
  await expect(page.getByText('so far in')).toBeVisible()
})

test('g q goes to the gauges, which say that no quota is in force', async ({ page }) => {
  await page.goto(pagePath('overview'))
  await expect(page.getByRole('heading', { name: 'Quota headroom' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Display settings' })).toBeEnabled()
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quotas and cost')
  await expect(page.getByText('Quotas are off')).toBeVisible()
  const meters = page.getByRole('meter', { name: 'requests a second' })
  const few = await meters.count()
  await page.getByRole('link', { name: /^All \d+$/ }).click()
  await expect(page).toHaveURL(/quotas=all/)
  await expect.poll(() => meters.count()).toBeGreaterThan(few)
})
