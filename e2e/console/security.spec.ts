import type { APIRequestContext, Page, Request, Response } from '@playwright/test'
import { ACCOUNT, expect, keyStatus, pagePath, REGION, signedOut, signIn, test } from './console.ts'

test.use(signedOut)

const SCOPE = `main/${ACCOUNT}/${REGION}`

test('every page has a policy of its own nonce, and the other headers', async ({ page, server }) => {
  const broken: string[] = []
  page.on('console', (message) => /Content.Security.Policy/i.test(message.text()) && broken.push(message.text()))
  const nonces = new Set<string>()
  const look = async (answer: Response | null) => {
    const headers = (await answer?.allHeaders()) ?? {}
    const policy = headers['content-security-policy'] ?? ''
    for (const rule of ["frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"]) {
      expect(policy).toContain(rule)
    }
    const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1] ?? ''
    nonces.add(nonce)
    expect(await answer?.text()).toContain(`nonce="${nonce}"`)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    for (const absent of ['strict-transport-security', 'x-powered-by']) expect(headers).not.toHaveProperty(absent)
    return answer?.status()
  }
  await look(await page.goto('/sign-in'))
  await signIn(page, server.password)
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(await look(await page.goto(pagePath('settings')))).toBe(200)
  expect(await look(await page.goto(pagePath('keys', 'mars-1')))).toBe(404)
  expect(await look(await page.goto(pagePath('keys', REGION, '999988887777')))).toBe(403)
  expect(nonces.size).toBe(4)
  expect(broken).toEqual([])
})

test('search engines are asked to list nothing of it', async ({ request }) => {
  expect(await (await request.get('/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n')
})

test('a script that was slipped into a page does not run', async ({ page }) => {
  const slipped =
    '<script>document.body.dataset.ran = "yes"</script><img src="data:," onerror="document.body.dataset.ran = 1">'
  await page.route('**/sign-in', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace('</body>', `${slipped}</body>`) })
  })
  const refused: string[] = []
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()))
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
  await expect.poll(() => refused.length).toBeGreaterThanOrEqual(2)
  expect(await page.locator('body').getAttribute('data-ran')).toBeNull()
})

test('an action counts from a page of this console and a live session only, and once', async ({
  page,
  server,
  newKey,
  playwright,
}) => {
  const { keyId } = await newKey()
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(pagePath(`keys/${keyId}`))}`)
  await signIn(page, server.password)
  await expect(keyStatus(page)).toHaveText('Enabled')
  const actions: Request[] = []
  page.on('request', (request) => request.headers()['next-action'] && actions.push(request))
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).dblclick()
  await expect(keyStatus(page)).toHaveText('Disabled')
  expect(actions).toHaveLength(1)
  const [captured] = actions
  if (!captured) throw new Error('no action was sent')

  const stranger = await playwright.request.newContext()
  expect(await codeOf(await replay(stranger, captured, { origin: 'https://evil.example' }))).not.toContain('"ok":true')
  expect(await codeOf(await replay(stranger, captured, {}))).toContain('"ok":true')
  await signOut(page)
  expect(await codeOf(await replay(stranger, captured, {}))).toContain('SignedOut')
  const read = await stranger.get(`${server.url}/api/console/self?scope=${SCOPE}`, {
    headers: { cookie: (await captured.allHeaders()).cookie ?? '' },
  })
  expect(read.status()).toBe(401)
  await stranger.dispose()
})

test('no way of sign-in leads to another site', async ({ page, server }) => {
  const away = [
    'https://evil.example/',
    '//evil.example/',
    '/.//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
  ]
  for (const target of away) {
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(target)}`)
    expect(new URL(page.url()).origin).toBe(server.url)
    const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json()
    const form = { userName: 'admin', password: server.password, csrfToken, json: 'true', callbackUrl: target }
    const headers = { origin: server.url }
    const { url } = await (await page.request.post('/api/auth/callback/credentials', { form, headers })).json()
    expect(new URL(url).origin).toBe(server.url)
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(target)}`)
    await expect(page).toHaveURL(new RegExp(`^${server.url}${pagePath('overview')}$`))
    await page.context().clearCookies()
  }
})

test('a form that comes from elsewhere signs nobody in or out, whatever token it has', async ({ request, server }) => {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { userName: 'admin', password: server.password, csrfToken, json: 'true' }
  const post = async (path: string, headers: Readonly<Record<string, string>>) =>
    (await request.post(`/api/auth/${path}`, { form, headers })).status()
  const cookies = async () => (await request.storageState()).cookies.map(({ name }) => name)
  // Cookies are shared by all ports of a host.
  const foreign = [{ origin: 'https://evil.example' }, { origin: 'http://127.0.0.1:1' }, { origin: 'null' }, {}]
  for (const headers of foreign) expect(await post('callback/credentials', headers)).toBe(403)
  expect(await cookies()).not.toContain('keystead.session')
  expect(await post('callback/credentials', { origin: server.url })).toBe(200)
  for (const headers of foreign) expect(await post('signout', headers)).toBe(403)
  expect(await cookies()).toContain('keystead.session')
})

/** Sends what the browser sent once more, from elsewhere. */
async function replay(from: APIRequestContext, sent: Request, change: Readonly<Record<string, string>>) {
  const { host: _, 'content-length': __, ...headers } = await sent.allHeaders()
  const named = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
  return from.post(sent.url(), {
    headers: { ...Object.fromEntries(named), ...change },
    data: sent.postDataBuffer() ?? Buffer.alloc(0),
  })
}

const codeOf = async (answer: { text(): Promise<string> }) => answer.text()

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Account · principal/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
}
