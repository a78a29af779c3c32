import { DescribeKeyCommand } from '@aws-sdk/client-kms'
import { expect, pagePath, test, uniqueName } from './console.ts'

test('an alias is created, moved to another key, and deleted', async ({ page, newKey, kms }) => {
  const first = await newKey()
  const second = await newKey()
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
  await dialog.getByLabel('New target key').selectOption(second.keyId)
  await dialog.getByRole('button', { name: 'Retarget' }).click()
  await expect(page.getByText(`${name} moved`, { exact: true })).toBeVisible()
  expect(await target()).toBe(second.keyId)

  await page.getByRole('button', { name: `Delete ${name}` }).click()
  await dialog.getByRole('button', { name: 'Delete alias' }).click()
  await expect(page.getByText(`${name} deleted`, { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: `Delete ${name}` })).toHaveCount(0)
})

test('a name that is taken is refused with the code of AWS, and the form stays as it was', async ({ page, newKey }) => {
  const { alias, keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}/aliases`))
  await page.getByRole('button', { name: 'Create alias' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Alias').fill(`alias/${alias}`)
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await expect(dialog.getByRole('alert')).toContainText('AlreadyExistsException')
  await expect(dialog.getByLabel('Alias')).toHaveValue(`alias/${alias}`)
})
