import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { test } from '@playwright/test'
import type { AccountId, EpochMillis } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { update } from '#kms/ports.ts'
import { withOwnedStore } from '../support/owned-store.ts'
import { type Server, startServer } from '../support/server.ts'
import { ACCOUNT, expect, keyStatus, pagePath, REGION } from './console.ts'
import { signInByApi } from './sign-in-by-api.ts'

const PROXIED = '203.0.113.9'

/** As though the administrator had last shown long ago who they are. */
function forgetProof(server: Server): Promise<unknown> {
  const account = ACCOUNT as AccountId
  const user = { sandbox: MAIN_SANDBOX, account, principalId: account }
  return withOwnedStore(server, async (store) => {
    const rows = await store.sessionsOf(user, 0 as EpochMillis)
    const writes = rows.map((row) => update('session', row, { steppedUpAt: null }))
    return store.commit({ writes, events: [] })
  })
}

test('an act that cannot be undone asks again who is there, and goes on once that is shown', async ({ browser }) => {
  await using server = await startServer({ env: { KEYSTEAD_TRUST_PROXY: '127.0.0.1' } })
  const storageState = await signInByApi(server, { 'X-Forwarded-For': `198.51.100.1, ${PROXIED}` })
  await server.kill()
  await forgetProof(server)
  await server.restart()

  const { accessKeyId, secretAccessKey, url } = server
  await using context = await browser.newContext({ baseURL: url, storageState, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const asks = page.getByRole('dialog', { name: 'Confirm that it is you' })
  // It fills what is empty, with other accounts too, and cannot be taken back.
  await page.goto(pagePath('keys'))
  await page.getByRole('button', { name: 'Load a sample' }).click()
  await asks.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Load a sample' })).toBeVisible()

  const kms = new KMSClient({ endpoint: url, region: REGION, credentials: { accessKeyId, secretAccessKey } })
  const { KeyMetadata } = await kms.send(new CreateKeyCommand())
  kms.destroy()
  await page.goto(pagePath(`keys/${KeyMetadata?.KeyId}`))
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Schedule deletion…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Schedule deletion' }).click()
  await asks.getByLabel('Password').fill('a guess')
  await asks.getByRole('button', { name: 'Confirm' }).click()
  await expect(asks.getByRole('alert')).toContainText('The password is wrong.')
  await expect(keyStatus(page)).toHaveText('Enabled')
  await asks.getByLabel('Password').fill(server.password)
  await asks.getByRole('button', { name: 'Confirm' }).click()
  await expect(asks).toBeHidden()
  await expect(keyStatus(page)).toContainText('Pending deletion')

  // What the proxy in front said of the sign-in, and not what its sender had put before it.
  await page.goto(pagePath('settings/sessions'))
  await expect(page.getByRole('row').filter({ hasText: PROXIED })).toBeVisible()
})
