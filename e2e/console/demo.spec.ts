import { expect, test } from '@playwright/test'
import { LOADED } from '../pictures/sample.ts'
import { startServer } from '../support/server.ts'
import { keystead } from '../wire/accounts.ts'
import { pagePath, signIn } from './console.ts'

test('the sample fills an empty console once, and its log is sound', async ({ page }) => {
  test.setTimeout(300_000)
  await using server = await startServer()
  const at = (path: string) => `${server.url}${pagePath(path)}`
  await page.goto(`${server.url}/sign-in`)
  await signIn(page, server.password)
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto(at('keys'))
  await page.getByRole('button', { name: 'Load a sample' }).click()
  await expect(page.getByRole('progressbar', { name: 'The sample' })).toBeVisible()
  await expect(page.getByText('The sample is loaded', { exact: true })).toBeVisible({ timeout: 200_000 })
  await page.goto(at('keys?state=PendingDeletion'))
  await expect(page.getByRole('link', { name: 'legacy-backups' })).toBeVisible()

  await page.goto(at('grants'))
  await page.getByRole('link', { name: 'Grant batch' }).click()
  const drawer = page.getByRole('dialog', { name: 'Grant batch' })
  await expect(drawer).toContainText(
    'role/payments-batch may Decrypt and DescribeKey with payments-prod when purpose is settlement',
  )
  await expect(drawer).toContainText('Made by role/KeyAdmin')
  await page.goto(at('identities/roles'))
  await expect(page.getByRole('row').filter({ hasText: 'payments-api' })).toContainText('user/app-runner')
  await page.goto(at('audit?outcome=denied'))
  await expect(page.getByRole('link', { name: 'Decrypt' }).first()).toBeVisible()

  const again = await keystead(['demo'], server.env)
  expect(again.code).toBe(1)
  expect(again.stderr).toContain('fresh installation only')
  const verified = await keystead(['verify', '--rows'], server.env)
  expect(verified.stdout.trim().split('\n').at(-1)).toBe('sound')
  expect(verified.code).toBe(0)
  await server.save(LOADED)
})
