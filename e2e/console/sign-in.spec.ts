import { expect, pagePath, signedOut, signIn, test } from './console.ts'

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

test('a wrong password is refused without saying which part was wrong', async ({ page }) => {
  await page.goto('/sign-in')
  await signIn(page, 'not the password')
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toHaveText(
    'The user name or the password is wrong.',
  )
  await expect(page).toHaveURL(/\/sign-in/)
})

test('sign-in starts at the keys of the own account and never leads to another site', async ({ page, server }) => {
  await page.goto('/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2F')
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('keys')}$`))
  await expect(page.getByRole('heading', { name: 'Customer managed keys' })).toBeVisible()
})

test('signing out ends the session on the server, not only in the browser', async ({
  page,
  server,
  context,
  request,
}) => {
  await page.goto('/sign-in')
  await signIn(page, server.password)
  await expect(page).toHaveURL(new RegExp(`${pagePath('keys')}$`))
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
  await expect(page).toHaveURL(new RegExp(`${pagePath('keys')}$`))
  const session = (await context.cookies()).find(({ name }) => name === 'keystead.session')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  expect(await (await page.request.get('/api/auth/session')).text()).not.toContain('token')
})
