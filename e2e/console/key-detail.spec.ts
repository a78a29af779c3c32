import {
  CreateGrantCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms'
import { ACCOUNT, expect, pagePath, test, writeOver } from './console.ts'

const ROOT = `arn:aws:iam::${ACCOUNT}:root`

function policy(sid: string, principal = ROOT): string {
  const statement = { Sid: sid, Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:*', Resource: '*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
}

test('a policy that is no JSON is not sent, and the place of the fault is named', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(page.getByRole('textbox', { name: 'Policy document' }), '{\n  "Version": oops\n}')
  await expect(
    page
      .getByRole('main')
      .getByText(/at line 2, column 14/)
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save policy' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('main').getByText(/at line 2/)).toHaveCount(0)
})

test('a policy is kept byte for byte', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  const text = `${policy('Kept')}\n  `
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(page.getByRole('textbox', { name: 'Policy document' }), text)
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByText('Key policy saved', { exact: true })).toBeVisible()
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }))).Policy).toBe(text)
})

test('a policy that the service refuses stays in the editor, with the reason and the request id', async ({
  page,
  newKey,
}) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  const text = policy('Lockout', 'arn:aws:iam::444455556666:root')
  await writeOver(page.getByRole('textbox', { name: 'Policy document' }), text)
  await page.getByRole('button', { name: 'Save policy' }).click()
  const panel = page.getByRole('alert').filter({ hasText: 'MalformedPolicyDocumentException' })
  await expect(panel).toContainText(/request [0-9a-f-]{36}/)
  await expect(page.getByRole('textbox', { name: 'Policy document' })).toContainText('"Lockout"')
})

test('of two people who edit one policy, the second is told and loses nothing', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  const mine = policy('Mine')
  await writeOver(page.getByRole('textbox', { name: 'Policy document' }), mine)
  await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: policy('Theirs') }))
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'PolicyChanged' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Their policy and yours' })).toContainText('Theirs')
  await expect(page.getByRole('textbox', { name: 'Policy document' })).toContainText('"Mine"')
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }))).Policy).toContain('Theirs')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByText('Key policy saved', { exact: true })).toBeVisible()
})

test('tags are added, changed and removed', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await page.clock.install()
  await page.goto(pagePath(`keys/${keyId}/tags`))
  await page.getByRole('button', { name: 'Add tag' }).click()
  await page.getByRole('dialog').getByLabel('Key', { exact: true }).fill('team')
  await page.getByRole('dialog').getByLabel('Value').fill('payments')
  await page.getByRole('dialog').getByRole('button', { name: 'Add tag' }).click()
  await expect(page.getByRole('link', { name: 'payments' })).toBeVisible()

  await page.getByRole('button', { name: 'Edit tag team' }).click()
  await page.getByRole('dialog').getByLabel('Value').fill('platform')
  await page.getByRole('button', { name: 'Save tag' }).click()
  await expect(page.getByRole('link', { name: 'platform' })).toBeVisible()
  const { Tags } = await kms.send(new ListResourceTagsCommand({ KeyId: keyId }))
  expect(Tags).toEqual([{ TagKey: 'team', TagValue: 'platform' }])

  const remove = page.getByRole('button', { name: 'Remove tag team' })
  await remove.click()
  const undo = page.getByRole('button', { name: 'Undo' })
  await expect(undo).toBeVisible()
  // Whoever reads slowly, or waits for a slow machine, can still take it back.
  await page.clock.pauseAt(Date.now() + 6000)
  await undo.click()
  await page.clock.resume()
  await expect(page.getByText('The tag is back', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'platform' })).toBeVisible()
  await remove.click()
  await expect(page.getByRole('main').getByText('No tags on this key')).toBeVisible()
})

test('each rotation is a new material that stands in the timeline and in the table', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}/material`))
  await expect(page.getByRole('main').getByText('Automatic rotation is off · on demand 0 of 25 used')).toBeVisible()
  await page.getByRole('button', { name: 'Rotate now' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate key' }).click()
  await expect(page.getByRole('main').getByText(/on demand 1 of 25 used/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Material 2: On demand/ })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Decrypts only' })).toHaveCount(1)

  await page.getByRole('button', { name: 'Edit rotation' }).click()
  await page.getByRole('switch', { name: 'Rotate by itself' }).click()
  await page.getByRole('dialog').getByLabel('Days between rotations').fill('180')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('main').getByText(/Automatic every 180 days/)).toBeVisible()
  await expect(page.getByRole('button', { name: /Automatic, planned/ })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('main').getByText('Automatic rotation is off · on demand 1 of 25 used')).toBeVisible()
})

test('a key in use is given up by its name only, and what hangs on it is shown', async ({
  page,
  newKey,
  newUser,
  kms,
}) => {
  const { keyId, alias } = await newKey()
  const user = await newUser({ Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' })
  await user.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))
  await kms.send(new CreateGrantCommand({ KeyId: keyId, GranteePrincipal: user.arn, Operations: ['Decrypt'] }))
  await page.goto(pagePath(`keys/${keyId}/configuration`))
  await expect(page.getByRole('link', { name: /^Grants 1/ })).toBeVisible()
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Schedule deletion…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Schedule deletion of 1 key' })
  await expect(dialog).toContainText(`by user/${user.name}, Encrypt`)
  // Whoever only made it, or looks at it here, is no user of it.
  const users = dialog.getByRole('definition').filter({ hasText: 'of its activity' }).getByRole('listitem')
  await expect(users).toHaveText([`user/${user.name}1 call`, 'All of its activity'])
  await expect(dialog.getByRole('link', { name: '1 grant' })).toBeVisible()
  const schedule = dialog.getByRole('button', { name: 'Schedule deletion' })
  await expect(schedule).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel(/type t-.* to confirm/).fill(alias)
  await schedule.click()
  await expect(page.getByRole('main').getByText(/is erased on .* in 30 days/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('main').getByText(/DisabledException until it is enabled/)).toBeVisible()
})

test('the description can be changed', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit description…' }).click()
  await page.getByRole('textbox', { name: 'Description' }).fill('For the ledger')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('main').getByText('For the ledger')).toBeVisible()
})

test('a dialog gives the focus back to what opened it', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}/grants`))
  const [menu, create] = [
    page.getByRole('button', { name: 'Key actions' }),
    page.getByRole('button', { name: /grant/ }),
  ]
  for (const _ of ['loaded on demand', 'loaded already']) {
    await menu.click()
    await page.getByRole('menuitem', { name: 'Edit description…' }).click()
    await expect(page.getByRole('textbox', { name: 'Description' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(menu).toBeFocused()
    await create.click()
    await expect(page.getByRole('textbox', { name: 'Grantee' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(create).toBeFocused()
  }
})

test('every tab is a page of its own', async ({ page, newKey }) => {
  const { keyId, arn, alias } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('link', { name: 'Cryptographic configuration' }).click()
  await expect(page).toHaveURL(/\/configuration$/)
  await expect(page.getByRole('definition').filter({ hasText: new RegExp(`^${keyId}$`) })).toBeVisible()
  await page
    .getByRole('link', { name: /^Aliases/ })
    .last()
    .click()
  await expect(page).toHaveURL(new RegExp(`${keyId}/aliases$`))
  await expect(page.getByRole('cell').filter({ hasText: alias })).toBeVisible()
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByRole('link', { name: 'CreateAlias', exact: true })).toBeVisible()
  await expect(page.getByRole('main').getByTestId('key-arn')).toHaveText(arn)
})

test('a page that the browser is slow to paint is not made a second time beside itself', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  const late = 4000
  await page.addInitScript((delay) => {
    const paint = window.requestAnimationFrame.bind(window)
    window.requestAnimationFrame = (callback) =>
      performance.now() < delay ? Number(setTimeout(() => callback(performance.now()), delay)) : paint(callback)
  }, late)
  await page.goto(pagePath(`keys/${keyId}`))
  // The hidden part counts too: React is to hydrate it where it will be, not to render its own.
  const all = page.locator('[data-testid="key-status"]')
  await expect(all).toBeVisible({ timeout: 4 * late })
  await page.getByRole('button', { name: 'Key actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toBeVisible()
})
