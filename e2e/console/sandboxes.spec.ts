import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
} from '@aws-sdk/client-kms'
import { expect, pagePath, REGION, signedOut, signIn, test, uniqueName } from './console.ts'

test('a sandbox is made, entered, moved through time, kept, put back and deleted', async ({ page, server }) => {
  const name = uniqueName()
  await page.goto(pagePath('keys'))
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Sandboxes' }).click()
  await page.getByRole('button', { name: 'Create sandbox' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Clock starts at (UTC)').fill('2030-01-01T00:00')
  await dialog.getByLabel('Freeze the clock from the start').click()
  await dialog.getByRole('radio', { name: 'cross-account' }).check()
  await expect(dialog.getByLabel('What it says')).toHaveValue(/UserName: partner-app/)
  await dialog.getByRole('button', { name: 'Create sandbox' }).click()
  await expect(dialog).toHaveAccessibleName(`Sandbox ${name} created`)
  await expect(dialog.getByRole('heading', { name: `Sandbox ${name} created` })).toBeInViewport()
  const [accessKeyId = '', secretAccessKey = ''] = await dialog.getByRole('definition').allTextContents()
  const clientOf = (keys: { accessKeyId: string; secretAccessKey: string }) =>
    new KMSClient({ endpoint: server.url, region: REGION, credentials: keys })

  // Who the fixture made has access keys too, told this once.
  const made = dialog.getByRole('region', { name: 'Access keys of the fixture' }).getByRole('listitem')
  await expect(made).toHaveCount(2)
  const app = made.filter({ hasText: 'partner-app' })
  await expect(app.getByRole('button', { name: 'Copy secret access key of partner-app' })).toBeVisible()
  const [, id = '', secret = ''] = await app.getByRole('paragraph').allTextContents()
  const partner = clientOf({ accessKeyId: id, secretAccessKey: secret })
  const shared = 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555'
  expect((await partner.send(new DescribeKeyCommand({ KeyId: shared }))).KeyMetadata?.KeyState).toBe('Enabled')
  partner.destroy()

  const kms = clientOf({ accessKeyId, secretAccessKey })
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}))
  const KeyId = KeyMetadata?.KeyId ?? ''
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: KeyId }))
  await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 365 }))
  kms.destroy()

  // Entered as the root user there, at the time there.
  await dialog.getByRole('link', { name: 'Open the sandbox' }).click()
  await expect(page).toHaveURL(new RegExp(`/${name}/\\d{12}/${REGION}/overview$`))
  const header = page.getByRole('banner').getByRole('button', { name: new RegExp(`^Sandbox ${name}`) })
  await expect(header).toContainText('2030-01-01 00:00:00Z')
  await expect(header).toContainText('Frozen')
  await page
    .getByRole('navigation', { name: 'Main', exact: true })
    .getByRole('link', { name: 'Customer managed' })
    .click()
  await page.getByRole('link', { name: 'orders' }).click()

  // The clock moves on the timeline, and in the header.
  await page.getByRole('link', { name: 'Key material and rotations' }).click()
  const bar = page.getByRole('region', { name: 'Move the clock on' })
  const materials = page.getByRole('main').getByRole('table').getByRole('row')
  await expect(materials).toHaveCount(2)
  await bar.getByRole('button', { name: 'To the next rotation' }).click()
  await expect(bar).toContainText('1 key rotated')
  await expect(materials).toHaveCount(3)
  await expect(header).toContainText('2031-01-01')
  const handle = page.getByRole('slider', { name: 'Move the clock on' }).filter({ visible: true })
  await handle.focus()
  for (let days = 0; days < 3; days += 1) await page.keyboard.press('ArrowRight')
  await bar.getByRole('button', { name: 'Move the clock to 4 Jan 2031' }).click()
  await expect(header).toContainText('2031-01-04')
  await header.click()
  const panel = page.getByRole('region', { name: `Clock of ${name}` })
  await panel.getByRole('button', { name: '+1 year' }).click()
  await expect(panel).toContainText('1 key rotated')
  await expect(header).toContainText('2032-01-04')

  // Kept, changed and put back.
  await panel.getByRole('link', { name: 'Faults, quotas, snapshots and reset' }).click()
  await page.getByLabel('Keep it as it is now, under the name').fill('before')
  await page.getByRole('button', { name: 'Keep' }).click()
  const row = page.getByRole('row').filter({ hasText: 'before' })
  await page.getByLabel('Advance by').fill('P1M')
  await page.getByRole('button', { name: 'Advance' }).click()
  await expect(header).toContainText('2032-02-04')
  const outcome = page.getByRole('main').getByText('It is 2032-02-04')
  await expect(outcome).toBeVisible()
  await row.getByRole('button', { name: 'Restore before' }).click()
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await expect(header).toContainText('2032-01-04')
  await expect(outcome).toHaveCount(0)
  await page.getByLabel('Advance by').fill('a while')
  await page.getByRole('button', { name: 'Advance' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('ISO 8601 duration')

  // Gone, with all that is in it.
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog.getByRole('button', { name: 'Delete sandbox' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name)
  await dialog.getByRole('button', { name: 'Delete sandbox' }).click()
  await expect(page).toHaveURL(/\/main\/\d{12}\/[a-z0-9-]+\/sandboxes$/)
  await expect(page.getByRole('main').getByText(name)).toHaveCount(0)
  expect((await page.goto(`/${name}/111122223333/${REGION}/overview`))?.status()).toBe(404)
  await page.goto(pagePath('audit?event=DeleteSandbox'))
  await expect(page.getByRole('link', { name: 'DeleteSandbox' }).first()).toBeVisible()
})

test('nobody but the administrator reaches a sandbox by its address, or learns that it is there', async ({
  page,
  browser,
  server,
}) => {
  const basic = Buffer.from(`${server.accessKeyId}:${server.secretAccessKey}`).toString('base64')
  const made = await page.request.post('/_keystead/sandboxes', {
    headers: { Authorization: `Basic ${basic}` },
    data: { name: uniqueName() },
  })
  const { id, accountId } = await made.json()
  const name = uniqueName()
  await page.goto(pagePath('settings/users'))
  await page.getByRole('button', { name: 'Add user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('User name').fill(name)
  await dialog.getByLabel('Create the user in AWS IAM too').click()
  await dialog.getByRole('button', { name: 'Add user' }).click()
  await expect(dialog).toHaveAccessibleName(`${name} may sign in`)
  const [, password = ''] = await dialog.getByRole('definition').allTextContents()

  await using own = await browser.newContext({ ...signedOut, baseURL: server.url })
  const mine = await own.newPage()
  await mine.goto('/sign-in')
  await signIn(mine, password, name)
  await expect(mine).toHaveURL(/\/overview$/)
  await expect(mine.getByRole('link', { name: 'Sandboxes' })).toHaveCount(0)
  for (const sandbox of [id, 'no-such-sandbox']) {
    const scope = `${sandbox}/${accountId}/${REGION}`
    expect((await mine.goto(`/${scope}/keys`))?.status()).toBe(403)
    for (const read of ['keys', 'events', 'sandbox-state', 'sandboxes', 'tail', 'export']) {
      expect((await mine.request.get(`/api/console/${read}?scope=${scope}`)).status(), read).toBe(403)
    }
  }
  await mine.goto(pagePath('sandboxes'))
  await expect(mine.getByRole('heading', { name: 'This page is for the administrator' })).toBeVisible()
  const read = await mine.request.get(`/api/console/sandboxes?scope=main/${accountId}/${REGION}`)
  expect(await read.text()).not.toContain(id)

  // The administrator's session is what it takes.
  expect((await page.request.get(`/api/console/keys?scope=${id}/${accountId}/${REGION}`)).status()).toBe(200)
  expect((await page.request.get(`/api/console/keys?scope=${id}/999988887777/${REGION}`)).status()).toBe(404)
})
