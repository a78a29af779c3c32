import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DecryptCommand, EncryptCommand, GetKeyPolicyCommand, KMSClient, ListGrantsCommand } from '@aws-sdk/client-kms'
import type { Locator, Page } from '@playwright/test'
import { ACCOUNT, expect, keyStatus, pagePath, test } from './console.ts'

const ROOT = `arn:aws:iam::${ACCOUNT}:root`

/** Both steps of the dialog: the wrapping key is downloaded, and the wrapped material brought. */
async function importBy(page: Page, dialog: Locator, material: Uint8Array): Promise<void> {
  await dialog.getByLabel('Wrapping key spec').selectOption('RSA_2048')
  await dialog.getByRole('button', { name: 'Get public key and token' }).click()
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'WrappingPublicKey.bin' }).click()
  const der = readFileSync(await (await downloading).path())
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const wrapped = publicEncrypt({ key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, material)
  await dialog.getByRole('button', { name: 'Next step' }).click()
  const file = { name: 'wrapped.bin', mimeType: 'application/octet-stream', buffer: wrapped }
  await dialog.getByLabel('Wrapped key material').setInputFiles(file)
  await dialog.getByRole('button', { name: 'Import key material' }).click()
}

test('material is imported, deleted, and the same imported again', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey({}, { Origin: 'EXTERNAL' })
  const material = randomBytes(32)
  await page.goto(pagePath(`keys/${keyId}/material`))
  await expect(page.getByRole('main').getByText('No key material is here')).toBeVisible()
  await page.getByRole('button', { name: 'Import key material' }).click()
  const dialog = page.getByRole('dialog')
  await importBy(page, dialog, material)
  await expect(dialog).toBeHidden()
  await expect(keyStatus(page)).toHaveText('Enabled')
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('hello') }))

  await page.getByRole('button', { name: 'Delete material 1' }).click()
  await dialog.getByRole('button', { name: 'Delete material' }).click()
  await expect(keyStatus(page)).toHaveText('Pending import')
  await expect(page.getByRole('row').filter({ hasText: 'Missing' })).toHaveCount(1)

  await page.getByRole('button', { name: 'Import material 1 again' }).click()
  await importBy(page, dialog, randomBytes(32))
  await expect(dialog.getByRole('alert')).toContainText('IncorrectKeyMaterialException')
  await dialog.getByRole('radio', { name: '1 Wrap it' }).click()
  await dialog.getByLabel('Wrapping key spec').selectOption('RSA_3072')
  await importBy(page, dialog, material)
  await expect(keyStatus(page)).toHaveText('Enabled')
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob }))
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('hello')
})

test('new imported material waits, and is rotated to', async ({ page, newKey }) => {
  const { keyId } = await newKey({}, { Origin: 'EXTERNAL' })
  const dialog = page.getByRole('dialog')
  await page.goto(pagePath(`keys/${keyId}/material`))
  await page.getByRole('button', { name: 'Import key material' }).click()
  await importBy(page, dialog, randomBytes(32))
  await expect(page.getByRole('button', { name: 'Rotate now' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Import new material…' }).click()
  await importBy(page, dialog, randomBytes(32))
  await expect(page.getByRole('row').filter({ hasText: 'Pending rotation' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Rotate now' }).click()
  await expect(page.getByRole('main').getByText('on demand 1 of 25 used')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Decrypts only' })).toHaveCount(1)
})

test('a multi-Region key is replicated, and its primary changed', async ({ page, newKey, server }) => {
  const { keyId } = await newKey({ team: 'payments' }, { MultiRegion: true, Description: 'Orders' })
  const dialog = page.getByRole('dialog')
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('link', { name: /^Regionality/ }).click()
  const change = page.getByRole('button', { name: 'Change primary…' })
  await expect(change).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Replicate…' }).click()
  await dialog.getByLabel('Region').selectOption('ap-southeast-2')
  await dialog.getByRole('button', { name: 'Replicate' }).click()
  const replica = page.getByRole('row').filter({ hasText: 'ap-southeast-2' })
  await expect(replica).toContainText('Enabled')

  await change.click()
  await dialog.getByRole('button', { name: 'Change primary' }).click()
  await expect(replica).toContainText('Primary')
  await expect(keyStatus(page)).toHaveText('Enabled')
  await expect(page.getByRole('main').getByText('Replicated by its primary in')).toBeVisible()
  await page
    .getByRole('row')
    .getByRole('link', { name: /ap-southeast-2/ })
    .click()
  await expect(page).toHaveURL(new RegExp(`${pagePath(`keys/${keyId}/regionality`, 'ap-southeast-2')}$`))
  await expect(page.getByRole('button', { name: 'Replicate…' })).toBeVisible()
  await expect(page.getByRole('main').getByText('Orders')).toBeVisible()

  const { accessKeyId, secretAccessKey, url } = server
  const there = new KMSClient({
    endpoint: url,
    region: 'ap-southeast-2',
    credentials: { accessKeyId, secretAccessKey },
  })
  const { CiphertextBlob } = await there.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('hello') }))
  expect(CiphertextBlob?.length).toBeGreaterThan(0)
  expect((await there.send(new GetKeyPolicyCommand({ KeyId: keyId }))).Policy).toContain('key-default-1')
  there.destroy()
})

test('a grant is created, retired and revoked', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  const dialog = page.getByRole('dialog')
  const grants = async () => (await kms.send(new ListGrantsCommand({ KeyId: keyId }))).Grants ?? []
  const create = async (name: string) => {
    await page.getByRole('button', { name: 'Create grant' }).click()
    await dialog.getByLabel('Grantee').fill(ROOT)
    await dialog.getByRole('checkbox', { name: 'Decrypt' }).check()
    await dialog.getByRole('checkbox', { name: 'GenerateDataKey', exact: true }).check()
    await dialog.getByLabel('Constraint').selectOption({ label: 'Encryption context has at least these pairs' })
    await dialog.getByLabel('Key of pair 1').fill('tenant')
    await dialog.getByLabel('Value of pair 1').fill('acme')
    await dialog.getByLabel('Retiring principal').fill(ROOT)
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Create grant' }).click()
    await expect(dialog).toBeHidden()
  }
  await page.goto(pagePath(`keys/${keyId}/grants`))
  await expect(page.getByRole('main').getByText('No grant is in force on this key')).toBeVisible()
  await create('first')
  await create('second')
  const row = page.getByRole('row').filter({ hasText: 'first' })
  await expect(row).toContainText('GenerateDataKey')
  await expect(row).toContainText('tenant = acme')
  expect(await grants()).toHaveLength(2)
  expect((await grants())[0]).toMatchObject({
    GranteePrincipal: ROOT,
    RetiringPrincipal: ROOT,
    Operations: ['Decrypt', 'GenerateDataKey'],
    Constraints: { EncryptionContextSubset: { tenant: 'acme' } },
  })

  await page.getByRole('button', { name: 'Retire grant first' }).click()
  await dialog.getByRole('button', { name: 'Retire grant' }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('button', { name: 'Revoke grant second' }).click()
  await dialog.getByRole('button', { name: 'Revoke grant' }).click()
  await expect(page.getByRole('main').getByText('No grant is in force on this key')).toBeVisible()
  expect(await grants()).toEqual([])
})
