import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam'
import type { Browser, Page } from '@playwright/test'
import { type OidcProvider, startOidcProvider } from '../support/oidc-provider.ts'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, expect, pagePath, REGION, signedOut, signIn, test, uniqueName } from './console.ts'

test.use(signedOut)

test('whoever is not signed in is sent to sign-in, and afterwards to the page they asked for', async ({
  page,
  server,
}) => {
  await page.goto(pagePath('audit?outcome=denied'))
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('audit')}\\?outcome=denied$`))
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible()
})

test('the way back is kept where a sandbox is named as something of the console, or a user as a file', async ({
  request,
}) => {
  const sandboxes = ['api', 'sign-in', 'favicon'].map((sandbox) => `/${sandbox}/${ACCOUNT}/${REGION}/keys`)
  const users = ['a@example.com', 'john.doe'].map((name) => pagePath(`identities/users/${name}`))
  for (const path of [...sandboxes, ...users]) {
    const { location = '' } = (await request.get(path, { maxRedirects: 0 })).headers()
    expect(new URL(location, 'http://localhost').searchParams.get('callbackUrl')).toBe(path)
  }
})

test('a wrong password is refused without saying which part was wrong', async ({ page }) => {
  await page.goto('/sign-in')
  await signIn(page, 'not the password')
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toHaveText(
    'The user name or the password is wrong.',
  )
  await expect(page).toHaveURL(/\/sign-in/)
})

test('sign-in starts at the overview of the own account and never leads to another site', async ({ page, server }) => {
  await page.goto('/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2F')
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('overview')}$`))
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
})

test('signing out ends the session on the server, not only in the browser', async ({
  page,
  server,
  context,
  request,
}) => {
  await page.goto('/sign-in')
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('overview')}$`))
  const before = await context.cookies()
  await page.getByRole('button', { name: /Account · principal/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)

  const cookie = before.map(({ name, value }) => `${name}=${value}`).join('; ')
  const answer = await request.get('/api/console/choices?scope=main/111122223333/us-east-1', { headers: { cookie } })
  expect(answer.status()).toBe(401)
  await page.goto(pagePath('keys'))
  await expect(page).toHaveURL(/\/sign-in/)
})

test('the session cookie is out of reach for scripts and for other sites', async ({ page, server, context }) => {
  await page.goto('/sign-in')
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('overview')}$`))
  const session = (await context.cookies()).find(({ name }) => name === 'keystead.session')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  expect(await (await page.request.get('/api/auth/session')).text()).not.toContain('token')
})

test('wrong passwords make one wait, with the seconds counted down', async ({ page, server }) => {
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
  const attempt = (userName: string) =>
    page.request.post('/api/auth/callback/credentials', {
      form: { userName, password: 'wrong', csrfToken, json: 'true' },
      headers: { origin: server.url },
    })
  const name = uniqueName()
  for (let times = 0; times < 5; times += 1) await attempt(name)
  await page.clock.install()
  await page.goto('/sign-in')
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Password').fill('wrong')
  const button = page.getByRole('button', { name: 'Sign in' })
  const refusal = page.getByRole('alert').filter({ hasText: /wrong|Too many/ })
  await expect(button).toBeEnabled()
  // From now on the seconds of the page are this test's, however slow the machine is.
  await page.clock.pauseAt(Date.now() + 60_000)
  // The first wait is a second, which may be over by now; each further one is twice as long.
  await expect(async () => {
    const answered = page.waitForResponse(/\/callback\/credentials$/)
    await button.click()
    await answered
    await expect(refusal).toBeVisible()
    expect(await refusal.textContent()).toMatch(/^Too many attempts. The next one counts in \d+ s.$/)
  }).toPass()
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await page.clock.runFor(60_000)
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  await expect(refusal).toBeHidden()
  await page.clock.resume()
  // Nobody else waits.
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('overview')}$`))
})

interface FromProvider {
  readonly provider: OidcProvider
  readonly server: Server
  readonly page: Page
  /** Continues to the provider. */
  readonly go: (page: Page) => Promise<void>
}

/** A browser at a server whose identity provider vouches for the owner of an email as a principal. */
async function withProvider(
  browser: Browser,
  principal: string,
  run: (from: FromProvider) => Promise<void>,
): Promise<void> {
  const provider = await startOidcProvider()
  const folder = mkdtempSync(join(tmpdir(), 'keystead-oidc-'))
  const file = join(folder, 'principals.json')
  writeFileSync(file, JSON.stringify({ email: { 'ada@example.com': principal } }))
  const server = await startServer({
    env: {
      KEYSTEAD_OIDC_ISSUER: provider.issuer,
      KEYSTEAD_OIDC_CLIENT_ID: provider.clientId,
      KEYSTEAD_OIDC_CLIENT_SECRET: provider.clientSecret,
      KEYSTEAD_OIDC_PRINCIPALS: file,
    },
  })
  const context = await browser.newContext({ baseURL: server.url })
  const name = `Continue with ${new URL(provider.issuer).host}`
  const go = (page: Page) => page.getByRole('button', { name }).click()
  try {
    await run({ provider, server, page: await context.newPage(), go })
  } finally {
    await context.close()
    await server.stop()
    await provider.stop()
    rmSync(folder, { recursive: true })
  }
}

const ADA = { sub: '8', email: 'ada@example.com', email_verified: true }

test('an identity provider vouches for those whom the operator names', ({ browser }) =>
  withProvider(browser, `arn:aws:iam::${ACCOUNT}:root`, async ({ provider, page, go }) => {
    provider.claims = { sub: '7', email: 'eve@example.com', email_verified: true }
    await page.goto('/sign-in')
    await go(page)
    await expect(page.getByRole('alert').filter({ hasText: 'no principal here' })).toBeVisible()

    provider.claims = ADA
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(pagePath('settings'))}`)
    await go(page)
    await expect(page).toHaveURL(new RegExp(`${pagePath('settings')}$`))
    await expect(page.getByText('The identity provider', { exact: true })).toBeVisible()
    expect(provider.asked().get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce']) expect(provider.asked().get(name)).toBeTruthy()
  }))

test('an identity provider that lets its user in without asking has not shown who is there', ({ browser }) =>
  withProvider(browser, `arn:aws:iam::${ACCOUNT}:user/ada`, async ({ provider, server, page, go }) => {
    const { accessKeyId, secretAccessKey, url: endpoint } = server
    const iam = new IAMClient({ endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey } })
    await iam.send(new CreateUserCommand({ UserName: 'ada' }))
    iam.destroy()
    provider.claims = ADA
    provider.signedInAt = Date.now() - 3_600_000
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(pagePath('settings'))}`)
    await go(page)
    await page.getByRole('button', { name: 'Set up', exact: true }).click()
    const asks = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await expect(asks).toBeVisible()

    const opened = page.waitForEvent('popup')
    await asks.getByRole('link', { name: 'Sign in again' }).click()
    const other = await opened
    await go(other)
    await expect(other).toHaveURL(new RegExp(`${pagePath('overview')}$`))
    expect(provider.asked().get('prompt')).toBe('login')
    await asks.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByTestId('totp-secret')).toBeVisible()
  }))
