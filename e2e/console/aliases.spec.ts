import { readFileSync } from 'node:fs'
import { DescribeKeyCommand } from '@aws-sdk/client-kms'
import { expect, pagePath, test, uniqueName } from './console.ts'

test('an alias is created, moved to another key, and deleted', async ({ page, newKey, kms }) => {
  const first = await newKey()
  const second = await newKey()
  await newKey({}, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
  const name = `alias/${uniqueName()}`
  const target = async () => (await kms.send(new DescribeKeyCommand({ KeyId: name }))).KeyMetadata?.KeyId
  await page.goto(pagePath('aliases'))

  await page.getByRole('button', { name: 'Create alias' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Alias').fill(name)
  await dialog.getByLabel('Target key').selectOption(first.keyId)
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await expect(page.getByText(`${name} created`, { exact: true })).toBeVisible()
  expect(await target()).toBe(first.keyId)

  await page.getByRole('button', { name: `Retarget ${name}` }).click()
  await expect(dialog.getByRole('option', { name: /asymmetric key/ }).first()).toBeDisabled()
  await dialog.getByLabel('New target key').selectOption(second.keyId)
  await expect(dialog.getByRole('row', { name: /^Key/ })).toContainText(second.alias)
  await dialog.getByRole('button', { name: 'Retarget' }).click()
  await expect(page.getByText(`${name} moved`, { exact: true })).toBeVisible()
  expect(await target()).toBe(second.keyId)

  await page.getByRole('button', { name: `Delete ${name}` }).click()
  await dialog.getByRole('button', { name: 'Delete alias' }).click()
  await expect(page.getByText(`${name} deleted`, { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: `Delete ${name}` })).toHaveCount(0)
})

test('a name that is taken is said before it is sent', async ({ page, newKey }) => {
  const { alias, keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}/aliases`))
  await page.getByRole('button', { name: 'Create alias' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Alias').fill(`alias/${alias}`)
  await expect(dialog.getByRole('alert')).toContainText('is the name of key')
  await expect(dialog.getByRole('button', { name: 'Create alias' })).toHaveAttribute('aria-disabled', 'true')
})

test('the list is ordered, filtered and exported as its address says; a deleted alias can be had back', async ({
  page,
  newKey,
}) => {
  const { alias, keyId } = await newKey()
  // Another one, which the filter leaves out in the end.
  await newKey()
  await page.goto(pagePath(`aliases?q=${alias}&state=Enabled`))
  await page.getByRole('link', { name: 'Updated' }).click()
  await expect(page).toHaveURL(/sort=-updated/)
  await page.getByRole('button', { name: 'Export' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV of 1 alias' }).click()
  const lines = readFileSync(await (await downloading).path(), 'utf8').split('\r\n')
  expect(lines[1]).toContain(`alias/${alias},${keyId},Enabled,SYMMETRIC_DEFAULT`)

  await page.getByRole('button', { name: `Delete alias/${alias}` }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/used this name in the last 30 days/)
  await dialog.getByRole('button', { name: 'Delete alias' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: `Delete alias/${alias}` })).toBeVisible()
  // Back after the alias is gone for good: the key goes by its id, and nothing fails.
  await page.getByRole('link', { name: keyId.slice(0, 8) }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(alias)
  await page.goBack()
  await page.getByRole('button', { name: `Delete alias/${alias}` }).click()
  await dialog.getByRole('button', { name: 'Delete alias' }).click()
  await expect(page.getByRole('main').getByText('No alias matches this filter')).toBeVisible()
  await page.goForward()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(keyId.slice(0, 8))
})
