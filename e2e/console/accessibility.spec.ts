import { EncryptCommand } from '@aws-sdk/client-kms'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, keyStatus, pagePath, refused, signedOut, test } from './console.ts'

const TABS = ['', '/configuration', '/material', '/aliases', '/tags', '/grants', '/activity']

/** Tabs that some kinds of key have, or that look otherwise for them. */
const OTHER_TABS = [
  { tab: '/public-key', of: 'an RSA key', like: { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' } },
  { tab: '/material', of: 'an HMAC key', like: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' } },
  { tab: '/material', of: 'a key without material', like: { Origin: 'EXTERNAL' } },
  { tab: '/regionality', of: 'a multi-Region key', like: { MultiRegion: true } },
] as const

async function violations(page: Page): Promise<string[]> {
  const found = (await new AxeBuilder({ page }).analyze()).violations
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    for (const path of [
      'keys',
      'keys/create',
      'aws-managed-keys',
      'aliases',
      'audit',
      'accounts',
      'keys?state=Nothing',
    ]) {
      test(`axe finds nothing on ${path}`, async ({ page, newKey }) => {
        await newKey({ team: 'payments' })
        await page.goto(pagePath(path))
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect(await violations(page)).toEqual([])
      })
    }

    for (const tab of TABS) {
      test(`axe finds nothing on a key${tab}`, async ({ page, newKey }) => {
        const { keyId } = await newKey({ team: 'payments' })
        await page.goto(pagePath(`keys/${keyId}${tab}`))
        await expect(keyStatus(page)).toBeVisible()
        expect(await violations(page)).toEqual([])
      })
    }

    for (const { tab, of, like } of OTHER_TABS) {
      test(`axe finds nothing on ${tab} of ${of}`, async ({ page, newKey }) => {
        const { keyId } = await newKey({}, like)
        await page.goto(pagePath(`keys/${keyId}${tab}`))
        await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeVisible()
        expect(await violations(page)).toEqual([])
      })
    }

    test('axe finds nothing in the dialogs of keys', async ({ page, newKey }) => {
      const dialogs = [
        ['/grants', 'Create grant', {}],
        ['/material', 'Import key material', { Origin: 'EXTERNAL' }],
        ['/regionality', 'Replicate…', { MultiRegion: true }],
      ] as const
      for (const [tab, button, like] of dialogs) {
        const { keyId } = await newKey({}, like)
        await page.goto(pagePath(`keys/${keyId}${tab}`))
        await page.getByRole('button', { name: button }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await violations(page)).toEqual([])
      }
    })

    test('axe finds nothing in what opens', async ({ page, newKey }) => {
      const { alias } = await newKey()
      await page.goto(pagePath(`keys?q=${alias}`))
      await page.getByRole('checkbox', { name: `Select ${alias}` }).click()
      expect(await violations(page)).toEqual([])
      await page.getByRole('toolbar').getByRole('button', { name: 'Schedule deletion…' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Keep' }).click()
      await page
        .getByRole('button', { name: /us-east-1/ })
        .first()
        .click()
      await expect(page.getByRole('listbox', { name: 'Regions' })).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    test('axe finds nothing in the drawer of an event', async ({ page, newKey }) => {
      const { arn } = await newKey()
      await page.goto(pagePath(`audit?resource=${encodeURIComponent(arn)}`))
      await page.getByRole('link', { name: 'CreateAlias' }).click()
      await expect(page.getByTestId('event-record')).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    test('axe finds nothing in why a call was refused', async ({ page, newKey, newUser }) => {
      const { keyId } = await newKey()
      const Condition = { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }
      const user = await newUser({ Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*', Condition })
      const requestId = await refused(user.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') })))
      await page.goto(pagePath(`audit?request=${requestId}&view=why`))
      await expect(page.getByRole('list', { name: 'Conditions' })).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    test('axe finds nothing where an account is created', async ({ page }) => {
      await page.goto(pagePath('accounts'))
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.getByRole('dialog').getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByText('Copy the secret now')).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    test.describe('signed out', () => {
      test.use(signedOut)

      test('axe finds nothing on sign-in', async ({ page }) => {
        await page.goto('/sign-in')
        await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled()
        expect(await violations(page)).toEqual([])
      })
    })
  })
}

test('the theme that was chosen stands in the page before any script runs', async ({ page, request }) => {
  await page.goto(pagePath('keys'))
  await page.getByRole('button', { name: /Display settings|Menu/ }).click()
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(async () => {
    const cookies = await page.context().cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    expect(await (await request.get(pagePath('keys'), { headers: { cookie } })).text()).toContain('data-theme="dark"')
  }).toPass()
})
