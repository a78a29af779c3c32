import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteUserPolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { expect, pagePath, REGION, refused, test as signedIn, uniqueName, writeOver } from './console.ts'

/** With another one who changes policies. */
const test = signedIn.extend<{ readonly iam: IAMClient }>({
  iam: async ({ server: { url: endpoint, accessKeyId, secretAccessKey } }, use) => {
    const iam = new IAMClient({ endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey } })
    await use(iam)
    iam.destroy()
  },
})

test('a user is created, signs with a new access key, is given a policy, and is deleted', async ({
  page,
  server,
  newKey,
}) => {
  const { keyId } = await newKey()
  const name = uniqueName()
  await page.goto(pagePath('identities'))
  await expect(page).toHaveURL(/identities\/users$/)
  await page.getByRole('button', { name: 'Create user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('no spaces')
  await expect(dialog.getByRole('button', { name: 'Create user' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Create user' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)

  await page.getByRole('button', { name: 'Create access key' }).click()
  await expect(dialog).toContainText('It is not shown again')
  const [accessKeyId = '', secretAccessKey = ''] = await dialog.getByRole('definition').allTextContents()
  await dialog.getByRole('button', { name: 'I have copied them' }).click()
  const credentials = { accessKeyId, secretAccessKey }
  const kms = new KMSClient({ endpoint: server.url, region: REGION, credentials, maxAttempts: 1 })
  const encrypt = () => kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))
  await refused(encrypt())

  await page.getByRole('button', { name: 'Add inline policy' }).click()
  await dialog.getByLabel('Name').fill('use-keys')
  await dialog.getByRole('button', { name: 'Add policy' }).click()
  await expect(page.getByRole('heading', { name: 'use-keys' })).toBeVisible()
  await expect(encrypt()).resolves.toBeDefined()
  await page.getByRole('button', { name: 'Delete policy use-keys' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { name: 'use-keys' })).toBeVisible()

  await page.getByRole('button', { name: `Deactivate ${accessKeyId}` }).click()
  await expect(page.getByText('Access key deactivated', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: `Activate ${accessKeyId}` })).toBeVisible()
  await refused(encrypt())
  kms.destroy()

  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toContainText('1 access key')
  await dialog.getByRole('button', { name: 'Delete user' }).click()
  await expect(page).toHaveURL(/identities\/users$/)
  await page.goto(pagePath(`identities/users/${name}`))
  await expect(page.getByRole('main').getByRole('alert')).toContainText('NoSuchEntity')
})

test('a role is created with its trust, edited, limited by a boundary, and joined to what is attached', async ({
  page,
}) => {
  const name = uniqueName()
  await page.goto(pagePath('identities/roles'))
  await page.getByRole('button', { name: 'Create role' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Description').fill('Made by a test')
  await dialog.getByRole('button', { name: 'Create role' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)

  const trust = page.getByRole('textbox', { name: 'Trust policy' })
  await expect(trust).toContainText('arn:aws:iam::111122223333:root')
  await trust.press('ControlOrMeta+A')
  await trust.pressSequentially('{')
  await expect(page.getByText('It is no JSON yet')).toBeVisible()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(trust).toContainText('sts:AssumeRole')

  await page.getByRole('button', { name: 'Set boundary' }).click()
  await page
    .getByRole('button', { name: /^ReadOnlyAccess/ })
    .or(page.getByRole('dialog').getByRole('button').first())
    .first()
    .click()
  await expect(page.getByText('is the most it may do, whatever else is attached.')).toBeVisible()
  await page.getByRole('button', { name: 'Attach policy' }).click()
  await page.getByRole('dialog').getByRole('button').first().click()
  await expect(page.getByRole('button', { name: /^Detach / })).toBeVisible()

  await page.goto(pagePath(`identities/roles?q=${name}`))
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('account 111122223333')
  await expect(row).toContainText('not in 90 days')
})

test('a group gives its policy to the users in it', async ({ page, newUser }) => {
  const user = await newUser()
  const name = uniqueName()
  await page.goto(pagePath('identities/groups'))
  await page.getByRole('button', { name: 'Create group' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: 'Create group' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await page.getByRole('button', { name: 'Add user' }).click()
  await page.getByRole('dialog', { name: 'Add user' }).getByRole('button', { name: user.name }).click()
  await page.getByRole('link', { name: user.name }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(user.name)
  await expect(page.getByRole('link', { name })).toBeVisible()
})

const allowing = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' })
const policyOf = (...actions: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: actions.map(allowing) }, null, 2)

test('a draft of an inline policy never replaces unseen what another saved, and outlives its deletion', async ({
  page,
  newUser,
  iam,
}) => {
  const { name: UserName } = await newUser(allowing('kms:ListKeys'))
  const own = { UserName, PolicyName: 'own' }
  const saved = async () => decodeURIComponent((await iam.send(new GetUserPolicyCommand(own))).PolicyDocument ?? '')
  const editor = page.getByRole('textbox', { name: 'Policy own', exact: true })
  const save = page.getByRole('button', { name: 'Save policy' })
  await page.goto(pagePath(`identities/users/${UserName}`))
  await writeOver(editor, policyOf('kms:Encrypt'))

  const theirs = policyOf('kms:Decrypt')
  await iam.send(new PutUserPolicyCommand({ ...own, PolicyDocument: theirs }))
  // Whatever else is done on the page reads it again.
  await page.getByRole('button', { name: 'Attach policy' }).click()
  await page.getByRole('dialog').getByRole('button').first().click()
  await expect(page.getByRole('button', { name: /^Detach / })).toBeVisible()
  const both = page.getByRole('textbox', { name: 'Their policy and yours' })
  await save.click()
  await expect(page.getByRole('alert').filter({ hasText: 'PolicyChanged' })).toBeVisible()
  expect(await saved()).toBe(theirs)
  await expect(both).toContainText('kms:Decrypt')
  await expect(editor).toContainText('kms:Encrypt')

  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(both).toBeHidden()
  await save.click()
  await expect(save).toBeHidden()
  expect(await saved()).toBe(policyOf('kms:Encrypt'))

  await writeOver(editor, policyOf('kms:Sign'))
  await iam.send(new DeleteUserPolicyCommand(own))
  await save.click()
  await expect(page.getByText('The policy was deleted while you were editing')).toBeVisible()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await save.click()
  await expect(save).toBeHidden()
  expect(await saved()).toBe(policyOf('kms:Sign'))
})

test('a draft of a managed policy outlives a reload, and is refused after another version', async ({ page, iam }) => {
  const made = await iam.send(
    new CreatePolicyCommand({ PolicyName: uniqueName(), PolicyDocument: policyOf('kms:ListKeys') }),
  )
  const PolicyArn = made.Policy?.Arn ?? ''
  const editor = page.getByRole('textbox', { name: 'Policy document' })
  await page.goto(pagePath(`identities/policies/${encodeURIComponent(PolicyArn)}`))
  await writeOver(editor, policyOf('kms:Encrypt'))
  page.on('dialog', (dialog) => dialog.accept())
  await page.reload()
  await expect(editor).toContainText('kms:Encrypt')
  await page.getByRole('link', { name: 'Policies', exact: true }).first().click()
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible()
  await page.getByRole('button', { name: 'Keep editing' }).click()

  const theirs = { PolicyArn, PolicyDocument: policyOf('kms:Decrypt'), SetAsDefault: true }
  await iam.send(new CreatePolicyVersionCommand(theirs))
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'PolicyChanged' })).toBeVisible()
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(editor).toContainText('kms:Decrypt')
  await expect(page.getByText('version v2')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save policy' })).toBeHidden()
})

test('what is typed while a policy is being saved is kept, and is no conflict', async ({ page, newUser }) => {
  const { name } = await newUser(allowing('kms:ListKeys'))
  const editor = page.getByRole('textbox', { name: 'Policy own', exact: true })
  await page.goto(pagePath(`identities/users/${name}`))
  await writeOver(editor, policyOf('kms:Encrypt'))
  const typed = Promise.withResolvers<void>()
  await page.route(page.url(), async (route) => {
    if (route.request().method() === 'POST') await typed.promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'Save policy' }).click()
  await writeOver(editor, policyOf('kms:Encrypt', 'kms:Decrypt'))
  typed.resolve()
  await expect(page.getByText('Policy own saved', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByText('Not saved yet')).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Saved meanwhile' })).toBeHidden()
  await page.reload()
  await expect(editor).toContainText('kms:Decrypt')
})

test('a managed policy in use is not deleted, and the page says why', async ({ page, iam, newUser }) => {
  const asked = { PolicyName: uniqueName(), PolicyDocument: policyOf('kms:Encrypt') }
  const PolicyArn = (await iam.send(new CreatePolicyCommand(asked))).Policy?.Arn ?? ''
  const { name: UserName } = await newUser()
  await page.goto(pagePath(`identities/policies/${encodeURIComponent(PolicyArn)}`))
  const open = page.getByRole('button', { name: 'Delete', exact: true })
  await open.click()
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }))
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete policy' }).click()
  await expect(dialog.getByRole('alert')).toContainText('DeleteConflict')
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect(open).toHaveAttribute('aria-disabled', 'true')
  await open.hover()
  await expect(page.getByText('It is attached to 1: detach it first')).toBeVisible()
})
