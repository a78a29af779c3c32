import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOidcProvider } from '../support/oidc-provider.ts'
import { startServer } from '../support/server.ts'
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

test('the way back is kept for sandboxes too that are named as something of the console', async ({ request }) => {
  for (const sandbox of ['api', 'sign-in', 'favicon']) {
    const path = `/${sandbox}/${ACCOUNT}/${REGION}/keys`
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
    })
  const name = uniqueName()
  for (let times = 0; times < 5; times += 1) await attempt(name)
  await page.goto('/sign-in')
  await page.getByLabel('User name').fill(name)
  await page.getByLabel('Password').fill('wrong')
  const button = page.getByRole('button', { name: 'Sign in' })
  const refusal = page.getByRole('alert').filter({ hasText: /wrong|Too many/ })
  // The first wait is a second, which may be over by now; the next one is longer.
  await expect(async () => {
    await button.click()
    await expect(refusal).toBeVisible()
    await expect(refusal).toHaveText(/^Too many attempts. The next one counts in \d+ s.$/, { timeout: 100 })
  }).toPass()
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expect(button).not.toHaveAttribute('aria-disabled', 'true', { timeout: 20_000 })
  // Nobody else waits.
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('overview')}$`))
})

test('an identity provider vouches for those whom the operator names', async ({ browser }) => {
  const provider = await startOidcProvider()
  const folder = mkdtempSync(join(tmpdir(), 'keystead-oidc-'))
  const file = join(folder, 'principals.json')
  writeFileSync(file, JSON.stringify({ email: { 'ada@example.com': `arn:aws:iam::${ACCOUNT}:root` } }))
  const server = await startServer({
    env: {
      KEYSTEAD_OIDC_ISSUER: provider.issuer,
      KEYSTEAD_OIDC_CLIENT_ID: provider.clientId,
      KEYSTEAD_OIDC_CLIENT_SECRET: provider.clientSecret,
      KEYSTEAD_OIDC_PRINCIPALS: file,
    },
  })
  const context = await browser.newContext({ baseURL: server.url })
  const page = await context.newPage()
  try {
    provider.claims = { sub: '7', email: 'eve@example.com', email_verified: true }
    await page.goto('/sign-in')
    const go = page.getByRole('button', { name: `Continue with ${new URL(provider.issuer).host}` })
    await go.click()
    await expect(page.getByRole('alert').filter({ hasText: 'no principal here' })).toBeVisible()

    provider.claims = { sub: '8', email: 'ada@example.com', email_verified: true }
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(pagePath('settings'))}`)
    await go.click()
    await expect(page).toHaveURL(new RegExp(`${pagePath('settings')}$`))
    await expect(page.getByText('The identity provider', { exact: true })).toBeVisible()
    expect(provider.asked().get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce']) expect(provider.asked().get(name)).toBeTruthy()
  } finally {
    await context.close()
    await server.stop()
    await provider.stop()
    rmSync(folder, { recursive: true })
  }
})
