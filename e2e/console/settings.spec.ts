import { AttachRolePolicyCommand, AttachUserPolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { DescribeKeyCommand } from '@aws-sdk/client-kms'
import type { Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import type { Server } from '../support/server.ts'
import { ACCOUNT, expect, keyStatus, pagePath, REGION, signedOut, signIn, test, uniqueName } from './console.ts'

test('a user is added, changes the password, sets up an authenticator and signs in with it', async ({
  page,
  browser,
  server,
}) => {
  const name = uniqueName()
  await page.goto(pagePath('settings'))
  await page.getByRole('link', { name: 'Users' }).click()
  await page.getByRole('button', { name: 'Add user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('User name').fill(name)
  await dialog.getByRole('button', { name: 'Add user' }).click()
  await expect(dialog.getByRole('alert')).toContainText('NoSuchEntity')
  await dialog.getByLabel('Create the user in AWS IAM too').click()
  // A name that is the administrator's is refused before there is a user of it.
  await dialog.getByLabel('User name').fill('Admin')
  await dialog.getByRole('button', { name: 'Add user' }).click()
  await expect(dialog.getByRole('alert')).toContainText('ValidationError')
  const user = await page.request.get(`/api/console/user?scope=main/${ACCOUNT}/${REGION}&name=Admin`)
  expect(await user.text()).toContain('NoSuchEntity')
  await dialog.getByLabel('User name').fill(name)
  await dialog.getByRole('button', { name: 'Add user' }).click()
  await expect(dialog).toHaveAccessibleName(`${name} may sign in`)
  const [, first = ''] = await dialog.getByRole('definition').allTextContents()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  const row = page.getByRole('row').filter({ hasText: `user/${name}` })
  await expect(row).toContainText('never')

  const own = await browser.newContext({ ...signedOut, baseURL: server.url })
  const mine = await own.newPage()
  await mine.goto(`/sign-in?callbackUrl=${encodeURIComponent(pagePath('settings'))}`)
  await signIn(mine, first, name)
  await mine.getByLabel('Present password').fill('a guess of it')
  await mine.getByLabel('New password').fill('short')
  await expect(mine.getByText('It needs 12 characters or more.')).toBeVisible()
  await mine.getByLabel('New password').fill('a quite new password')
  await mine.getByRole('button', { name: 'Change password' }).click()
  await expect(mine.getByRole('alert').filter({ hasText: 'AccessDenied' })).toBeVisible()
  await mine.getByLabel('Present password').fill(first)
  await mine.getByRole('button', { name: 'Change password' }).click()
  await expect(mine.getByText('Password changed', { exact: true })).toBeVisible()

  const totp = await setUp(mine)
  await mine.getByRole('link', { name: 'Users' }).click()
  await expect(mine.getByText('The administrator adds users')).toBeVisible()
  await mine.getByRole('button', { name: /Account · principal/ }).click()
  await mine.getByRole('button', { name: 'Sign out' }).click()

  await signIn(mine, 'a quite new password', name)
  await mine.getByLabel('Code').fill(totp.used)
  await mine.getByRole('button', { name: 'Sign in' }).click()
  await expect(mine.getByRole('alert').filter({ hasText: 'used already' })).toBeVisible()
  await mine.getByLabel('Code').fill(totp.recovery)
  await mine.getByRole('button', { name: 'Sign in' }).click()
  await expect(mine).toHaveURL(/\/overview$/)

  await page.reload()
  await row.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Remove access' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove access' }).click()
  // What lies behind a dialog is no row either.
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(row).toHaveCount(0)
  await mine.goto(pagePath('settings'))
  await expect(mine).toHaveURL(/\/sign-in/)
  await own.close()

  await page.goto(pagePath('audit?event=CreateLoginProfile'))
  await expect(page.getByRole('link', { name: 'CreateLoginProfile' }).first()).toBeVisible()
})

test('sessions are listed and ended, one by one and all others', async ({ page, browser, server }) => {
  const contexts = await Promise.all([0, 1].map(() => browser.newContext({ ...signedOut, baseURL: server.url })))
  for (const context of contexts) {
    const other = await context.newPage()
    await other.goto('/sign-in')
    await signIn(other, server.password)
    await expect(other).toHaveURL(/\/overview$/)
  }
  // A session of this test's own: the worker's other tests keep theirs.
  await page.context().clearCookies()
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(pagePath('settings/sessions'))}`)
  await signIn(page, server.password)
  const rows = page.getByRole('row').filter({ hasText: /Chrome/ })
  await expect(rows.filter({ hasText: 'This one' })).toHaveCount(1)
  const before = await rows.count()
  await rows.filter({ hasNotText: 'This one' }).first().getByRole('button', { name: 'End' }).click()
  await expect(rows).toHaveCount(before - 1)
  for (const context of contexts) await context.close()
})

/** Signs a new user in, who may switch to a role of theirs; both may do everything. Answers their name. */
async function signInWithRole(page: Page, server: Server): Promise<string> {
  const name = uniqueName()
  const iam = new IAMClient({
    endpoint: server.url,
    region: REGION,
    credentials: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
  })
  await addUser(page, name)
  const password = (await page.getByRole('dialog').getByRole('definition').allTextContents())[1] ?? ''
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
  await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }))
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/${name}` },
    Action: 'sts:AssumeRole',
  }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
  await iam.send(new CreateRoleCommand({ RoleName: `r-${name}`, AssumeRolePolicyDocument }))
  await iam.send(new AttachRolePolicyCommand({ RoleName: `r-${name}`, PolicyArn }))
  iam.destroy()

  await page.context().clearCookies()
  await page.goto('/sign-in')
  await signIn(page, password, name)
  await expect(page).toHaveURL(/\/overview$/)
  return name
}

const accountOf = (page: Page) => page.getByRole('button', { name: /Account · principal/ })

/** To the role that `signInWithRole` made for its user. */
async function switchRole(page: Page, name: string): Promise<void> {
  await accountOf(page).click()
  await page.getByRole('button', { name: 'Switch role…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Switch role' })
  await dialog.getByLabel('Role', { exact: true }).fill(`arn:aws:iam::${ACCOUNT}:role/r-${name}`)
  await dialog.getByRole('button', { name: 'Switch role' }).click()
  await expect(accountOf(page)).toContainText(`r-${name}`)
}

test('a role is switched to, shows in the truth bar and by a link to its account, and is left again', async ({
  page,
  server,
}) => {
  const name = await signInWithRole(page, server)
  const account = accountOf(page)
  await account.click()
  await page.getByRole('button', { name: 'Switch role…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Switch role' })
  await dialog.getByLabel('Role', { exact: true }).fill(`arn:aws:iam::${ACCOUNT}:role/nobody`)
  await dialog.getByRole('button', { name: 'Switch role' }).click()
  await expect(dialog.getByRole('alert')).toContainText('AccessDenied')
  await dialog.getByLabel('Role', { exact: true }).fill(`r-${name}`)
  await dialog.getByRole('button', { name: 'Switch role' }).click()
  await expect(account).toContainText(`r-${name}`)
  await expect(account).toContainText('Role')

  await page.goto(pagePath('keys', REGION, '222233334444'))
  await expect(page.getByRole('heading', { name: 'You cannot act in this account' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Account' })).toHaveValue('222233334444')
  await page.goto(pagePath('keys'))
  await account.click()
  await page.getByRole('button', { name: `Back to ${name}` }).click()
  await expect(account).toContainText(`user/${name}`)
})

test('a page that says role does nothing as its user once the role is left in another tab', async ({
  page,
  server,
  newKey,
  kms,
}) => {
  const { keyId } = await newKey()
  const name = await signInWithRole(page, server)
  await switchRole(page, name)

  // Else the live line tells the page before anything is pressed.
  await page.route(/\/api\/console\/(tail|session)/, (route) => route.abort())
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit description' }).click()
  const form = page.getByRole('dialog').filter({ hasText: 'Description' })
  await form.getByLabel('Description').fill('typed as the role')

  const other = await page.context().newPage()
  await other.goto(pagePath('keys'))
  await accountOf(other).click()
  await other.getByRole('button', { name: `Back to ${name}` }).click()
  await expect(accountOf(other)).toContainText(`user/${name}`)

  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('PrincipalChanged').first()).toBeVisible()
  await expect(page.getByText(`user/${name}`).first()).toBeAttached()
  const description = async () => (await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.Description
  expect(await description()).toBe('')
  await expect(form.getByLabel('Description')).toHaveValue('typed as the role')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  expect(await description()).toBe('typed as the role')
})

test('whatever a page reads after its role was left in another tab renews the page at once', async ({
  page,
  server,
  newKey,
}) => {
  await newKey()
  const name = await signInWithRole(page, server)
  await switchRole(page, name)

  const audit = await page.context().newPage()
  for (const [tab, path] of [
    [page, 'keys'],
    [audit, 'audit'],
  ] as const) {
    await tab.goto(pagePath(path))
    await tab.getByRole('button', { name: 'Export' }).click()
  }
  const events = audit.getByRole('dialog', { name: 'Export events' })
  await expect(events.getByRole('button', { name: 'Export CSV' })).toBeEnabled()
  // Else the live line, or a read that is made again and again, tells the page: only what is pressed is answered.
  for (const tab of [page, audit]) await tab.route(/\/api\/console\/(?!allKeys|export)/, (route) => route.abort())
  const other = await page.context().newPage()
  await other.goto(pagePath('overview'))
  await accountOf(other).click()
  await other.getByRole('button', { name: `Back to ${name}` }).click()
  await expect(accountOf(other)).toContainText(`user/${name}`)

  await page.getByRole('menuitem', { name: /^CSV of/ }).click()
  await expect(page.getByText('PrincipalChanged').first()).toBeVisible()
  await expect(accountOf(page)).toContainText(`user/${name}`)
  await events.getByRole('button', { name: 'Export CSV' }).click()
  await expect(events.getByText('PrincipalChanged').first()).toBeVisible()
  await events.getByRole('button', { name: 'Close' }).first().click()
  await expect(accountOf(audit)).toContainText(`user/${name}`)
})

test('a session that ends in the middle of a form comes back over it, and nothing typed is lost', async ({
  page,
  server,
  newKey,
}) => {
  const { keyId } = await newKey()
  await page.context().clearCookies()
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(pagePath(`keys/${keyId}`))}`)
  await signIn(page, server.password)
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit description' }).click()
  const form = page.getByRole('dialog').filter({ hasText: 'Description' })
  await form.getByLabel('Description').fill('typed before the session ended')
  await page.context().clearCookies()
  await form.getByRole('button', { name: 'Save' }).click()
  const again = page.getByRole('dialog', { name: 'Sign in again' })
  await again.getByLabel('Password').fill('not it')
  await again.getByRole('button', { name: 'Sign in' }).click()
  await expect(again.getByRole('alert')).toContainText('wrong')
  await again.getByLabel('Password').fill(server.password)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await expect(again).toBeHidden()
  await expect(keyStatus(page)).toBeVisible()
  await expect(page.getByRole('main')).toContainText('typed before the session ended')
})

test('the settings say what runs here, and no secret of it', async ({ page }) => {
  await page.goto(pagePath('settings/installation'))
  await expect(page.getByText('STRICT: every signature is verified')).toBeVisible()
  await expect(page.getByRole('main').getByText(/events/)).toBeVisible()
  await page.getByRole('link', { name: 'Display' }).click()
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

async function addUser(page: Page, name: string): Promise<void> {
  await page.goto(pagePath('settings/users'))
  await page.getByRole('button', { name: 'Add user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('User name').fill(name)
  await dialog.getByLabel('Create the user in AWS IAM too').click()
  await dialog.getByRole('button', { name: 'Add user' }).click()
  await expect(dialog).toHaveAccessibleName(`${name} may sign in`)
}

async function setUp(page: Page): Promise<{ readonly used: string; readonly recovery: string }> {
  await page.getByRole('button', { name: 'Set up' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('img', { name: 'QR code for the authenticator' })).toBeVisible()
  const secret = ((await dialog.getByTestId('totp-secret').textContent()) ?? '').replace(/[^A-Z2-7]/g, '')
  const used = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  await dialog.getByRole('textbox', { name: 'Code' }).fill(used)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog).toHaveAccessibleName('Recovery codes')
  const [recovery = ''] = await dialog.getByRole('listitem').allTextContents()
  await dialog.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 recovery codes left')).toBeVisible()
  return { used, recovery }
}
