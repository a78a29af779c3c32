import {
  CreateCustomKeyStoreCommand,
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  KMSClient,
} from '@aws-sdk/client-kms'
import type { Locator, Page } from '@playwright/test'
import { inTime } from '../scenarios/external-store.ts'
import { startServer } from '../support/server.ts'
import { expect, pagePath, REGION, signedOut, signIn, test, uniqueName } from './console.ts'

const state = 'connection-state'

// A proxy has 250 ms to answer, which it may miss on a busy machine: then as an operator would, once more.

/** Sends the form, which comes to `end`. */
async function create(page: Page, end: Locator): Promise<void> {
  const dialog = page.getByRole('dialog')
  const late = dialog.getByRole('alert').filter({ hasText: 'in the time allotted' })
  await expect(async () => {
    if (await end.isVisible()) return
    await dialog.getByRole('button', { name: 'Create', exact: true }).click({ timeout: 5000 })
    await expect(end.or(late)).toBeVisible()
    expect(await end.isVisible()).toBe(true)
  }).toPass()
}

async function checkHealth(page: Page): Promise<void> {
  const main = page.getByRole('main')
  const answered = main.getByText(/Answered in \d+ ms/)
  await expect(async () => {
    await expect(answered.or(main.getByText('XKS_PROXY_TIMED_OUT'))).toBeVisible()
    if (!(await answered.isVisible())) await main.getByRole('button', { name: 'Check now' }).click({ timeout: 5000 })
    expect(await answered.isVisible()).toBe(true)
  }).toPass()
}

async function connect(page: Page): Promise<void> {
  const connection = page.getByRole('main').getByTestId(state)
  await expect(async () => {
    if ((await connection.textContent()) !== 'Disconnected') await disconnect(page)
    await page.getByRole('main').getByRole('button', { name: 'Connect' }).click()
    await expect(connection).toHaveText(/^(Connected|Failed)$/)
    expect(await connection.textContent()).toBe('Connected')
  }).toPass()
}

async function disconnect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Key store actions' }).click()
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await expect(page.getByRole('main').getByTestId(state)).toHaveText('Disconnected')
}

test('a simulated cluster is made, fails in words, and is connected', async ({ page }) => {
  const name = uniqueName()
  await page.goto(pagePath('key-stores', 'eu-west-1'))
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Make a cluster' }).click()
  await dialog.getByLabel('Password of kmsuser').fill('kmsuser-password')
  await dialog.getByRole('button', { name: 'Make cluster' }).click()
  const faults = page.getByRole('combobox', { name: /^Attempts to connect to cluster-/ })
  const [, id = ''] = /(cluster-\w+)/.exec((await faults.getAttribute('aria-label')) ?? '') ?? []
  await faults.selectOption('USER_LOCKED_OUT')
  await expect(page.getByText('Cluster changed', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Create key store' }).click()
  await dialog.getByRole('radio', { name: 'CloudHSM, simulated' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByLabel('Cluster').selectOption(id)
  await dialog.getByLabel('Password of kmsuser').fill('kmsuser-password')
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  const main = page.getByRole('main')
  await main.getByRole('button', { name: 'Connect' }).click()
  await expect(main.getByText('kmsuser is locked out')).toBeVisible()
  await expect(main.getByTestId(state)).toHaveText('Failed')
  const url = page.url()

  await page.goto(pagePath('key-stores', 'eu-west-1'))
  await faults.selectOption('')
  await expect(page.getByText('Cluster changed', { exact: true })).toBeVisible()
  await page.goto(url)
  await disconnect(page)
  await main.getByRole('button', { name: 'Connect' }).click()
  await expect(main.getByTestId(state)).toHaveText('Connected')
  const [store] = new URL(page.url()).pathname.split('/').slice(-1)
  await main.getByRole('link', { name: 'Create a key here' }).click()
  await expect(page.getByRole('combobox', { name: 'Key store', exact: true })).toHaveValue(store ?? '')
})

test('a cluster goes only after the question, which names the key store that it serves', async ({ page, server }) => {
  const region = 'eu-central-1'
  const { accessKeyId, secretAccessKey, url } = server
  const basic = Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64')
  const made = await fetch(`${url}/_keystead/clusters`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: JSON.stringify({ kmsuserPassword: 'kmsuser-password', region }),
  })
  const { clusterId, trustAnchorCertificate } = await made.json()
  const name = uniqueName()
  const kms = new KMSClient({ endpoint: url, region, credentials: { accessKeyId, secretAccessKey } })
  await kms.send(
    new CreateCustomKeyStoreCommand({
      CustomKeyStoreName: name,
      CloudHsmClusterId: clusterId,
      TrustAnchorCertificate: trustAnchorCertificate,
      KeyStorePassword: 'kmsuser-password',
    }),
  )
  kms.destroy()
  await page.goto(pagePath('key-stores', region))
  const bin = page.getByRole('button', { name: `Take away ${clusterId}` })
  await bin.click()
  const dialog = page.getByRole('dialog', { name: 'Take away a cluster' })
  await expect(dialog).toContainText(`No key is in the key store ${name}`)
  await dialog.getByRole('button', { name: 'Keep' }).click()
  await expect(dialog).toBeHidden()
  await bin.click()
  await dialog.getByRole('button', { name: 'Take away' }).click()
  await expect(bin).toBeHidden()
})

test.describe('behind a proxy', () => {
  test.use(signedOut)

  test('a key store is made, used, loses its proxy, says so, and comes back', async ({ page }) => {
    test.slow()
    await using proxy = await startServer({ console: false })
    const KEYSTEAD_XKS_PRIVATE_HOSTS = `http://127.0.0.1:${proxy.port}`
    await using own = await startServer({ env: { KEYSTEAD_XKS_PRIVATE_HOSTS } })
    await page.goto(`${own.url}${pagePath('key-stores?create=xks')}`)
    await signIn(page, own.password)
    const dialog = page.getByRole('dialog')
    const name = uniqueName()
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByLabel('Proxy URI endpoint').fill('https://127.0.0.1')
    await dialog.getByLabel('Access key ID').fill(proxy.accessKeyId)
    await dialog.getByLabel('Secret access key').fill('x'.repeat(43))
    await create(page, dialog.getByRole('alert').filter({ hasText: 'Give the credential that the proxy knows' }))
    await dialog.getByLabel('Secret access key').fill(proxy.secretAccessKey.padEnd(43, '='))
    const main = page.getByRole('main')
    await create(page, main.getByRole('heading', { level: 1, name }))
    await checkHealth(page)
    await connect(page)

    const credentials = { accessKeyId: own.accessKeyId, secretAccessKey: own.secretAccessKey }
    const theirs = new KMSClient({ endpoint: proxy.url, region: REGION, credentials })
    const ours = new KMSClient({ endpoint: own.url, region: REGION, credentials })
    const { KeyMetadata: external } = await theirs.send(new CreateKeyCommand({}))
    const CustomKeyStoreId = new URL(page.url()).pathname.split('/').at(-1)
    const asked = { CustomKeyStoreId, XksKeyId: external?.KeyId, Origin: 'EXTERNAL_KEY_STORE' } as const
    const { KeyMetadata } = await inTime(() => ours.send(new CreateKeyCommand(asked)))
    const KeyId = KeyMetadata?.KeyId
    const encrypt = new EncryptCommand({ KeyId, Plaintext: Buffer.from('twice') })
    const { CiphertextBlob } = await inTime(() => ours.send(encrypt))

    await proxy.kill()
    await page.reload()
    await expect(page.getByRole('row').filter({ hasText: external?.KeyId ?? '' })).toContainText('Enabled')
    await expect(main.getByRole('alert')).toContainText('The proxy does not answer')
    await page.getByRole('button', { name: 'Key store actions' }).click()
    await page.getByRole('menuitem', { name: 'Disconnect…' }).click()
    await expect(dialog).toContainText('1 key cannot be used from then on')
    await dialog.getByRole('button', { name: 'Disconnect' }).click()
    await expect(main.getByTestId(state)).toHaveText('Disconnected')
    await main.getByRole('button', { name: 'Connect' }).click()
    await expect(main.getByTestId(state)).toHaveText('Failed')
    await expect(main.getByRole('row').filter({ hasText: external?.KeyId ?? '' })).toContainText('Unavailable')

    await proxy.restart()
    await connect(page)
    const { Plaintext } = await inTime(() => ours.send(new DecryptCommand({ CiphertextBlob })))
    expect(Buffer.from(Plaintext ?? []).toString()).toBe('twice')
    for (const client of [theirs, ours]) client.destroy()
  })
})
