import { ListGrantsCommand } from '@aws-sdk/client-kms'
import { ACCOUNT, expect, pagePath, test } from './console.ts'

const ROOT = `arn:aws:iam::${ACCOUNT}:root`

test('a grant is created, retired and revoked', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  const dialog = page.getByRole('dialog')
  const grants = async () => (await kms.send(new ListGrantsCommand({ KeyId: keyId }))).Grants ?? []
  const create = async (name: string) => {
    await page.getByRole('button', { name: 'Create grant' }).click()
    await dialog.getByLabel('Grantee').fill(ROOT)
    await dialog.getByRole('checkbox', { name: 'Decrypt' }).check()
    await dialog.getByRole('checkbox', { name: 'GenerateDataKey', exact: true }).check()
    await dialog.getByLabel('Constraint').selectOption({ label: 'Encryption context has at least these pairs' })
    await dialog.getByLabel('Key of pair 1').fill('tenant')
    await dialog.getByLabel('Value of pair 1').fill('acme')
    await dialog.getByLabel('Retiring principal').fill(ROOT)
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Create grant' }).click()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(dialog).toBeHidden()
  }
  await page.goto(pagePath(`keys/${keyId}/grants`))
  await expect(page.getByRole('main').getByText('No grant is in force on this key')).toBeVisible()
  await create('first')
  await create('second')
  const row = page.getByRole('row').filter({ hasText: 'first' })
  await expect(row).toContainText('GenerateDataKey')
  await expect(row).toContainText('tenant = acme')
  expect(await grants()).toHaveLength(2)
  expect((await grants())[0]).toMatchObject({
    GranteePrincipal: ROOT,
    RetiringPrincipal: ROOT,
    Operations: ['Decrypt', 'GenerateDataKey'],
    Constraints: { EncryptionContextSubset: { tenant: 'acme' } },
  })

  await row.getByRole('link', { name: 'Grant first' }).click()
  await page.getByRole('dialog', { name: 'Grant first' }).getByRole('button', { name: 'Retire' }).click()
  await page.getByRole('dialog', { name: 'Retire this grant' }).getByRole('button', { name: 'Retire grant' }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('link', { name: 'Grant second' }).click()
  await page.getByRole('dialog', { name: 'Grant second' }).getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog', { name: 'Revoke this grant' }).getByRole('button', { name: 'Revoke grant' }).click()
  await expect(page.getByRole('main').getByText('No grant is in force on this key')).toBeVisible()
  expect(await grants()).toEqual([])
})
