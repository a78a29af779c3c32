import { inflateRawSync } from 'node:zlib'
import { EncryptCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms'
import type { Page } from '@playwright/test'
import { violations } from './axe.ts'
import { ACCOUNT, expect, pagePath, refused, test, writeOver } from './console.ts'

const ROOT = `arn:aws:iam::${ACCOUNT}:root`
const root = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' }

const policy = (...more: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: [root, ...more] }, null, 2)

/** Gives the key away. */
const LOST = policy().replaceAll(ROOT, 'arn:aws:iam::444455556666:root')

const allow = (Sid: string, AWS: string, Action: string | string[], Condition?: object) => ({
  ...{ Sid, Effect: 'Allow', Principal: { AWS }, Action, Resource: '*' },
  ...(Condition && { Condition }),
})

/** The encryption context of the question that the lab keeps in its address. */
function sharedContext(page: Page): unknown {
  const [, packed = ''] = page.url().split('#s=')
  if (packed === '') return undefined
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString()).encryptionContext
}

/** Keeps requests until they are released: `waiting` when the first is there. */
async function held(page: Page, url: RegExp, method = 'GET') {
  const [come, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route(url, async (route, request) => {
    if (request.method() === method) {
      come.resolve()
      await free.promise
    }
    await route.fallback()
  })
  return {
    waiting: come.promise,
    async release() {
      free.resolve()
      await page.unroute(url)
    },
  }
}

const editor = (page: Page) => page.getByRole('textbox', { name: 'Policy document' })

/** Pastes a text over all that is there: as one that is typed, Chromium takes many seconds for a long one. */
async function paste(page: Page, text: string): Promise<void> {
  await editor(page).press('ControlOrMeta+A')
  await editor(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

test('a policy can be read at once, and its editor comes when the page around it is done', async ({ page, newKey }) => {
  await page.addInitScript(() => {
    window.requestIdleCallback = (run) => {
      window.addEventListener('is-idle', () => run({ didTimeout: false, timeRemaining: () => 50 }), { once: true })
      return 0
    }
  })
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`), { waitUntil: 'networkidle' })
  await expect(page.getByRole('main').getByText('nothing changes')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Policy document, loading the editor' })).toContainText(ROOT)
  await expect(editor(page)).toHaveCount(0)
  await page.evaluate(() => window.dispatchEvent(new Event('is-idle')))
  await expect(editor(page)).toContainText(ROOT)
})

test('a policy is edited by the keyboard alone, its effect seen before it is saved', async ({
  page,
  newKey,
  newUser,
  kms,
}) => {
  const { keyId } = await newKey()
  const user = await newUser()
  await page.goto(pagePath(`keys/${keyId}`))
  await expect(page.getByRole('main').getByText('nothing changes')).toBeVisible()
  await editor(page).focus()
  await page.keyboard.press('ControlOrMeta+A')
  const text = policy(allow('Use', user.arn, ['kms:Encrypt', 'kms:Decrypt']))
  await page.keyboard.insertText(text)
  await expect(page.getByRole('status', { name: 'Changes' })).toContainText('2 gained')
  await expect(
    page.getByRole('button', { name: `user/${user.name}, Decrypt: gained, allowed by key policy` }),
  ).toBeVisible()
  await expect(page.getByRole('main').getByText('You keep control of this key')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(editor(page)).not.toBeFocused()
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText('Key policy saved', { exact: true })).toBeVisible()
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }))).Policy).toBe(text)

  await editor(page).focus()
  await page.keyboard.press('ControlOrMeta+f')
  const search = page.getByRole('search', { name: 'Find in the text' })
  await expect(search.getByRole('textbox', { name: 'Find' })).toBeFocused()
  await page.keyboard.type('KMS:')
  await expect(search.getByRole('status')).toHaveText('3')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(search.getByRole('status')).toHaveText('2 of 3')
  expect(await violations(page)).toEqual([])
  await search.getByRole('textbox', { name: 'Replace by' }).fill('aws:')
  await search.getByRole('button', { name: 'Replace', exact: true }).click()
  await expect(editor(page)).toContainText('"aws:Encrypt"')
  await page.keyboard.press('Escape')
  await expect(search).toHaveCount(0)
  await expect(editor(page)).toBeFocused()
})

test('the policy and who gains by it are drawn as they stay before any script has come', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.route('**/*.js', (route) => route.abort())
  await page.goto(pagePath(`keys/${keyId}`))
  const operation = page.getByRole('columnheader', { name: 'Encrypt', exact: true }).locator('span')
  await expect(operation).toHaveCSS('writing-mode', 'vertical-rl')
  await page.goto(pagePath('keys/create?step=review'))
  await expect(
    page
      .getByLabel(/loading the editor/)
      .locator('pre')
      .first(),
  ).toHaveCSS('min-width', '54px')
})

test('a wider condition is told from a new right, and opens at its statement', async ({ page, newKey, newUser }) => {
  const user = await newUser()
  const purpose = (...values: string[]) => ({ StringEquals: { 'kms:EncryptionContext:purpose': values } })
  const before = policy(allow('Bound', user.arn, 'kms:Decrypt', purpose('settlement')))
  const { keyId } = await newKey({}, { Policy: before })
  await page.goto(pagePath(`keys/${keyId}?statement=Bound`))
  await expect(page.getByRole('main').getByText('Ln 13, Col 1')).toBeVisible()
  await writeOver(editor(page), policy(allow('Bound', user.arn, 'kms:Decrypt', purpose('settlement', 'refund'))))
  await expect(page.getByRole('status', { name: 'Changes' })).toContainText('1 widened')
  await page.getByRole('button', { name: new RegExp(`${user.name}, Decrypt: widened`) }).click()
  await expect(page.getByRole('dialog', { name: 'Reason' })).toContainText('EncryptionContext:purpose')
  await expect(page.getByRole('dialog', { name: 'Reason' })).toContainText('refund')
  await page.keyboard.press('Escape')
  await page.getByRole('radio', { name: 'Diff' }).click()
  await expect(page.getByRole('textbox', { name: /What differs/ })).toContainText('refund')
})

test('a policy that locks its author out is explained before it is refused', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(editor(page), LOST)
  const check = page.getByRole('region', { name: 'Lockout safety check' })
  await expect(check).toContainText('You would lose control of this key')
  await expect(check).toContainText('BypassPolicyLockoutSafetyCheck')
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'MalformedPolicyDocumentException' })).toBeVisible()
})

test('after Discard the lockout safety check is made again', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  const skip = page.getByRole('checkbox', { name: 'Save without the lockout safety check' })
  await writeOver(editor(page), LOST)
  await skip.check()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('main').getByText('nothing changes')).toBeVisible()
  await writeOver(editor(page), LOST)
  await expect(skip).not.toBeChecked()
})

test('a policy under which control is kept is saved with the lockout safety check', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(editor(page), LOST)
  await page.getByRole('checkbox', { name: 'Save without the lockout safety check' }).check()
  await writeOver(editor(page), policy({ ...root, Sid: 'Kept' }))
  await expect(page.getByRole('main').getByText('You keep control of this key')).toBeVisible()
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes(keyId))
  await page.getByRole('button', { name: 'Save policy' }).click()
  expect((await sent).postDataJSON().at(-1)).toBe(false)
})

test('what is typed while a policy is saved stays, and goes on from what was saved', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  const [first, second] = [policy({ ...root, Sid: 'First' }), policy({ ...root, Sid: 'Second' })]
  const save = page.getByRole('button', { name: 'Save policy' })
  const reads = await held(page, /\/api\/console\/policy\?/)
  const saves = await held(page, new RegExp(keyId), 'POST')

  await writeOver(editor(page), first)
  await save.click()
  await saves.waiting
  await writeOver(editor(page), second)
  await saves.release()
  await expect(page.getByText('Key policy saved', { exact: true })).toBeVisible()
  // It is not read again yet.
  await reads.waiting
  await expect(editor(page)).toContainText('"Second"')
  await expect(page.getByRole('heading', { name: 'Saved meanwhile' })).toHaveCount(0)
  await reads.release()
  await save.click()
  await expect(page.getByRole('button', { name: 'Discard' })).toHaveCount(0)
  await expect(page.getByRole('alert').filter({ hasText: 'PolicyChanged' })).toHaveCount(0)
  expect((await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }))).Policy).toBe(second)
})

test('a policy that was saved stays in sight until it is read again', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(editor(page), policy({ ...root, Sid: 'Mine' }))
  const reads = await held(page, /\/api\/console\/policy\?/)
  await page.getByRole('button', { name: 'Save policy' }).click()
  await reads.waiting
  await expect(page.getByRole('button', { name: 'Discard' })).toHaveCount(0)
  await expect(editor(page)).toContainText('"Mine"')
  await reads.release()
})

test('a draft outlives a reload, and the second of two tabs is refused and shows both', async ({
  page,
  newKey,
  kms,
}) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(editor(page), policy({ ...root, Sid: 'Mine' }))
  await expect(page.getByRole('button', { name: 'Discard' })).toBeVisible()
  page.on('dialog', (dialog) => dialog.accept())
  await page.reload()
  await expect(editor(page)).toContainText('"Mine"')
  await page.getByRole('link', { name: 'Cryptographic configuration' }).click()
  await expect(page.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible()
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: policy({ ...root, Sid: 'Theirs' }) }))
  await page.getByRole('button', { name: 'Save policy' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'PolicyChanged' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Their policy and yours' })).toContainText('Theirs')
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect(editor(page)).toContainText('"Theirs"')
  await expect(page.getByRole('button', { name: 'Save policy' })).toHaveAttribute('aria-disabled', 'true')
})

test('invalid JSON is placed, and 32 KB stay quick', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(editor(page), '{\n  "Version": oops\n}')
  await expect(
    page
      .getByRole('main')
      .getByText(/at line 2, column 14/)
      .first(),
  ).toBeVisible()
  // Nothing jumps while it is typed, and nothing is said of what cannot be judged.
  await expect(page.getByText('The draft is no policy yet: as it was before')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Access, before and after' })).toBeVisible()
  await expect(page.getByText('The draft is no policy yet.', { exact: true })).toBeVisible()
  const statements = Array.from({ length: 150 }, (_, index) => allow(`S${index}`, ROOT, 'kms:Describe*'))
  const large = JSON.stringify({ Version: '2012-10-17', Statement: [root, ...statements] }, null, 1)
  await paste(page, large)
  await expect(page.getByRole('status', { name: /Changes/ }).or(page.getByText('nothing changes'))).toBeVisible()
  await expect(page.getByRole('main').getByText(`${large.length.toLocaleString('en-US')} / 32,768 bytes`)).toBeVisible()
})

test('past calls are replayed against a draft', async ({ page, newKey, newUser, kms }) => {
  const user = await newUser()
  const { keyId } = await newKey({}, { Policy: policy(allow('Use', user.arn, 'kms:Encrypt')) })
  await user.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))
  await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))
  await page.goto(pagePath(`keys/${keyId}`))
  await writeOver(editor(page), policy())
  await expect(page.getByRole('status', { name: 'Changes' })).toContainText('1 lost')
  await page.getByRole('button', { name: 'Replay events' }).click()
  await expect(page.getByRole('main').getByText('1 call to look at')).toBeVisible()
  await expect(page.getByRole('main').getByText('allowed → denied')).toBeVisible()
})

test('the access page gives a reason, and the lab goes on from it', async ({ page, newKey, newUser }) => {
  const user = await newUser()
  const Condition = { StringEquals: { 'kms:EncryptionContext:tenant': 'acme' } }
  const { keyId } = await newKey({}, { Policy: policy(allow('Tenant', user.arn, 'kms:Decrypt', Condition)) })
  await page.goto(pagePath(`keys/${keyId}/access`))
  await page.getByRole('searchbox', { name: 'Filter principals' }).fill(user.name)
  await expect(page).toHaveURL(/[?&]q=/)
  await page
    .getByRole('button', { name: `user/${user.name}, Decrypt: allowed under a condition by key policy` })
    .click()
  const reason = page.getByRole('dialog', { name: 'Reason' })
  await expect(reason).toContainText('acme')
  await expect(reason.getByRole('link', { name: 'Tenant' })).toHaveAttribute('href', /statement=Tenant/)
  await reason.getByRole('link', { name: 'Try a request' }).click()
  await page.waitForURL(/policy-lab/)
  const decision = page.getByRole('status', { name: 'Decision' })
  await expect(decision).toContainText('Denied')
  await page.getByRole('button', { name: 'Add encryption context' }).click()
  await page.getByRole('textbox', { name: 'Key of encryption context 1' }).fill('tenant')
  await page.getByRole('textbox', { name: 'Value of encryption context 1' }).fill('acme')
  await expect(decision).toContainText('Allowed')
  await expect.poll(() => sharedContext(page)).toEqual([{ key: 'tenant', value: 'acme' }])
  await page.reload()
  await expect(page.getByRole('status', { name: 'Decision' })).toContainText('Allowed')
})

test('a recorded refusal is loaded into the lab and set right', async ({ page, newKey, newUser }) => {
  const { keyId } = await newKey()
  const user = await newUser()
  const request = await refused(user.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') })))
  await page.goto(pagePath(`policy-lab?request=${request}`))
  const decision = page.getByRole('status', { name: 'Decision' })
  await expect(decision).toContainText('came out the same')
  await page.getByRole('radio', { name: 'IAM policy' }).click()
  const iam = { Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' }
  const iamPolicy = page.getByRole('textbox', { name: 'IAM policy' })
  await writeOver(iamPolicy, JSON.stringify({ Version: '2012-10-17', Statement: [iam] }))
  await expect(decision).toContainText('came out otherwise')
})

test('what the session may not do is disabled, with the reason', async ({ page, newKey }) => {
  const deny = {
    Sid: 'Never',
    Effect: 'Deny',
    Principal: { AWS: ROOT },
    Action: ['kms:DisableKey', 'kms:TagResource'],
    Resource: '*',
  }
  const { keyId } = await newKey({}, { Policy: policy(deny) })
  await page.goto(pagePath(`keys/${keyId}/tags`))
  await expect(page.getByRole('button', { name: 'Add tag' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Key actions' }).click()
  const disable = page.getByRole('menuitem', { name: 'Disable' })
  await expect(disable).toHaveAttribute('aria-disabled', 'true')
  await expect(disable).toContainText('You may not call kms:DisableKey: the key policy denies it (Never)')
  await expect(page.getByRole('menuitem', { name: 'Schedule deletion…' })).not.toHaveAttribute('aria-disabled', 'true')
})
