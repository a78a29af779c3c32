import { DescribeKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms'
import { ACCOUNT, expect, keyStatus, pagePath, REGION, signedOut, test } from './console.ts'

test('a link to another account shows the forbidden state and reads nothing', async ({ page }) => {
  const answer = await page.goto(pagePath('keys', REGION, '999988887777'))
  expect(answer?.status()).toBe(403)
  await expect(page.getByRole('heading', { name: 'You cannot act in this account' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to the overview' }).click()
  await expect(page).toHaveURL(new RegExp(`${pagePath('overview')}$`))
})

for (const path of [pagePath('keys', 'mars-north-1'), pagePath('nothing'), '/main/12/us-east-1/keys', '/nothing']) {
  test(`there is no page at ${path}`, async ({ page }) => {
    const answer = await page.goto(path)
    expect(answer?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  })
}

test('the reads of the console answer own accounts only', async ({ page }) => {
  const read = (query: string, account: string) =>
    page.request.get(`/api/console/${query}?scope=main/${account}/${REGION}`)
  expect((await read('choices', ACCOUNT)).status()).toBe(200)
  expect((await read('choices', '999988887777')).status()).toBe(403)
  expect((await read('__proto__', ACCOUNT)).status()).toBe(404)
  const error = await (await read('key', ACCOUNT)).json()
  expect(error).toMatchObject({ error: { code: 'ValidationException' } })
})

test.describe('without a session', () => {
  test.use(signedOut)

  test('the reads of the console answer nothing', async ({ page }) => {
    const answer = await page.request.get(`/api/console/keys?scope=main/${ACCOUNT}/${REGION}`)
    expect(answer.status()).toBe(401)
  })
})

test('a change from a page of another origin is refused, also when it names a host of its own', async ({
  page,
  newKey,
  server,
  kms,
}) => {
  const { keyId } = await newKey()
  const stateOf = async () => (await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.KeyState
  await page.goto(pagePath(`keys/${keyId}`))
  const sent = page.waitForRequest((request) => request.method() === 'POST' && 'next-action' in request.headers())
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  const change = await sent
  await expect(keyStatus(page)).toHaveText('Disabled')
  await kms.send(new EnableKeyCommand({ KeyId: keyId }))

  const again = async (foreign: Readonly<Record<string, string>>) => {
    const { 'next-action': action = '', 'content-type': type = '' } = change.headers()
    const headers = { 'next-action': action, 'content-type': type, accept: 'text/x-component', ...foreign }
    const data = change.postDataBuffer() ?? undefined
    return (await page.request.post(change.url(), { headers, ...(data ? { data } : {}) })).text()
  }
  const host = `evil.example:${server.port}`
  await again({ origin: `http://${host}` })
  expect(await stateOf()).toBe('Enabled')
  expect(await again({ origin: `http://${host}`, 'x-forwarded-host': host })).toContain('ForeignOrigin')
  expect(await stateOf()).toBe('Enabled')
  await again({ origin: server.url })
  expect(await stateOf()).toBe('Disabled')
})
