import { CreateGrantCommand, DecryptCommand, EncryptCommand, ListGrantsCommand } from '@aws-sdk/client-kms'
import { expect, pagePath, refused, test, uniqueName } from './console.ts'

const Plaintext = Buffer.from('invoice')
const EncryptionContext = { purpose: 'settlement', tenant: 'acme' }

test('a grant is made, used, told what it was used for, and revoked: then the use is refused', async ({
  page,
  newKey,
  newUser,
  kms,
}) => {
  const { keyId, alias } = await newKey()
  const user = await newUser()
  const name = uniqueName()
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext, EncryptionContext }))
  const decrypt = () => user.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))
  await refused(decrypt())

  await page.goto(pagePath('grants'))
  await page.getByRole('button', { name: 'Create grant' }).click()
  const form = page.getByRole('dialog', { name: 'Create grant' })
  const option = form.getByRole('option', { name: new RegExp(alias) })
  await form.getByLabel('Key', { exact: true }).selectOption((await option.getAttribute('value')) ?? '')
  await form.getByLabel('Grantee').fill(user.arn)
  await form.getByRole('checkbox', { name: 'Decrypt' }).check()
  await form.getByLabel('Constraint').selectOption({ label: 'Encryption context has at least these pairs' })
  await form.getByLabel('Key of pair 1').fill('purpose')
  await form.getByLabel('Value of pair 1').fill('settlement')
  await form.getByLabel('Name').fill(name)
  await form.getByRole('button', { name: 'Create grant' }).click()
  const made = page.getByRole('dialog', { name: 'Grant created' })
  await expect(made.getByTestId('grant-token')).not.toBeEmpty()
  await expect(decrypt()).resolves.toBeDefined()

  await made.getByRole('link', { name: 'Open grant' }).click()
  const drawer = page.getByRole('dialog', { name: `Grant ${name}` })
  await expect(drawer).toContainText(
    `user/${user.name} may Decrypt with ${alias} when purpose is settlement, until it is revoked.`,
  )
  await expect(drawer.getByRole('link', { name: 'Decrypt' })).toBeVisible()
  await expect(page).toHaveURL(/[?&]grant=/)

  await drawer.getByRole('button', { name: 'Revoke' }).click()
  const question = page.getByRole('dialog', { name: 'Revoke this grant' })
  await expect(question).toContainText(`user/${user.name} loses Decrypt`)
  await expect(question).toContainText('Last used')
  await question.getByRole('button', { name: 'Revoke grant' }).click()
  await expect(page.getByText('1 grant revoked', { exact: true })).toBeVisible()
  await expect(drawer).toBeHidden()
  await refused(decrypt())
})

test('grants are filtered by the address, and several are revoked at once', async ({ page, newKey, newUser, kms }) => {
  const { keyId, arn } = await newKey()
  const user = await newUser()
  for (const Name of ['one', 'two', 'three']) {
    const Operations = [Name === 'two' ? 'Encrypt' : 'Decrypt'] as const
    await kms.send(
      new CreateGrantCommand({ KeyId: keyId, GranteePrincipal: user.arn, Name, Operations: [...Operations] }),
    )
  }
  await page.goto(pagePath(`grants?key=${encodeURIComponent(arn)}&operation=Decrypt`))
  await expect(page.getByRole('status').filter({ hasText: '2 of' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Grant two' })).toHaveCount(0)
  await page.getByRole('checkbox', { name: 'Select all grants of this page' }).click()
  await page.getByRole('toolbar', { name: 'Selected grants' }).getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog', { name: 'Revoke 2 grants' }).getByRole('button', { name: 'Revoke 2 grants' }).click()
  await expect(page.getByText('2 grants revoked', { exact: true })).toBeVisible()
  const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId: keyId }))
  expect(Grants.map(({ Name }) => Name)).toEqual(['two'])
})

test('the grants that the session may retire are listed apart', async ({ page, newKey, newUser, kms }) => {
  const { keyId } = await newKey()
  const user = await newUser()
  const [ours, theirs] = [uniqueName(), uniqueName()]
  const grant = { KeyId: keyId, GranteePrincipal: user.arn, Operations: ['Decrypt' as const] }
  await kms.send(new CreateGrantCommand({ ...grant, Name: ours, RetiringPrincipal: 'arn:aws:iam::111122223333:root' }))
  await kms.send(new CreateGrantCommand({ ...grant, Name: theirs }))
  await page.goto(pagePath('grants'))
  await expect(page.getByRole('link', { name: `Grant ${theirs}` })).toBeVisible()
  await page.getByRole('radio', { name: 'I may retire' }).click()
  await expect(page.getByRole('link', { name: `Grant ${theirs}` })).toHaveCount(0)
  await page.getByRole('link', { name: `Grant ${ours}` }).click()
  await page
    .getByRole('dialog', { name: `Grant ${ours}` })
    .getByRole('button', { name: 'Retire' })
    .click()
  await page.getByRole('dialog', { name: 'Retire this grant' }).getByRole('button', { name: 'Retire grant' }).click()
  await expect(page.getByRole('link', { name: `Grant ${ours}` })).toHaveCount(0)
})
