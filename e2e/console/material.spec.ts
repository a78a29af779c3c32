import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { DecryptCommand, EncryptCommand, ReEncryptCommand, RotateKeyOnDemandCommand } from '@aws-sdk/client-kms'
import type { Locator, Page } from '@playwright/test'
import { expect, keyStatus, pagePath, test } from './console.ts'

const row = (page: Page, text: string | RegExp): Locator => page.getByRole('row').filter({ hasText: text })

async function download(page: Page, name: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
  return readFile(await file.path())
}

test('a rotation tells what it means, and stands in the timeline with what each material opened', async ({
  page,
  newKey,
  kms,
}) => {
  const { keyId, arn } = await newKey()
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))
  await page.goto(pagePath(`keys/${keyId}/material`))
  await page.getByRole('button', { name: 'Rotate now' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('number 1 of the 25')
  await dialog.getByRole('button', { name: 'Rotate key' }).click()
  await expect(page.getByRole('main').getByText('on demand 1 of 25 used')).toBeVisible()
  await expect(row(page, 'On demand')).toContainText('root')
  for (let time = 0; time < 3; time++) await kms.send(new DecryptCommand({ CiphertextBlob }))
  await kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: keyId }))
  await page.reload()
  await expect(row(page, 'Decrypts only').getByRole('link', { name: '4', exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Material 2: On demand/ }).press('Enter')
  await expect(dialog).toContainText('Current, 0 opened')
  await dialog.getByRole('link', { name: 'Its events' }).click()
  await expect(page).toHaveURL(new RegExp(`key=${encodeURIComponent(arn)}`))
})

test('25 rotations are drawn one below the other, and then there are none left', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  for (let time = 0; time < 25; time++) await kms.send(new RotateKeyOnDemandCommand({ KeyId: keyId }))
  await page.goto(pagePath(`keys/${keyId}/material`))
  await expect(page.getByRole('button', { name: /^Material 26: On demand/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Rotate now' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Rotate now…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rotate now' })
  await expect(dialog).toContainText('All 25 rotations on demand are used')
  await expect(dialog.getByRole('button', { name: 'Rotate key' })).toHaveAttribute('aria-disabled', 'true')
})

test('a key that never rotates is not asked for rotations', async ({ page, newKey }) => {
  const { keyId, arn } = await newKey({}, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
  await page.goto(pagePath(`keys/${keyId}/material`))
  await expect(page.getByRole('main').getByText('This HMAC key never rotates')).toBeVisible()
  await page.goto(pagePath(`audit?key=${encodeURIComponent(arn)}&outcome=error`))
  await expect(page.getByRole('main').getByText(/Rotation/)).toHaveCount(0)
})

test('a browser makes material, wraps and imports it; deleted, only the same comes back', async ({
  page,
  newKey,
  kms,
}) => {
  const { keyId } = await newKey({}, { Origin: 'EXTERNAL' })
  await page.goto(pagePath(`keys/${keyId}/material`))
  await page.getByRole('button', { name: 'Import key material' }).click()
  await page.getByRole('radio', { name: 'Make it in this browser' }).click()
  await page.getByLabel('Wrapping key spec').selectOption('RSA_2048')
  await page.getByRole('textbox', { name: 'Description of the material' }).fill('made in a browser')
  await page.getByRole('button', { name: 'Make, wrap and import' }).click()
  await expect(page.getByText('You are the only one who has it.')).toBeVisible({ timeout: 20_000 })
  const material = await download(page, 'Save the material')
  expect(material).toHaveLength(32)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(keyStatus(page)).toHaveText('Enabled')
  await expect(row(page, 'made in a browser')).toContainText('Current')
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))

  await page.getByRole('button', { name: 'Delete material 1' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete material' }).click()
  await expect(keyStatus(page)).toHaveText('Pending import')
  await expect(page.getByRole('button', { name: /^Material 1: Deleted/ })).toBeVisible()

  await page.getByRole('button', { name: 'Import again, material 1' }).click()
  await page.getByRole('radio', { name: 'Make it in this browser' }).click()
  await page.getByLabel('Wrapping key spec').selectOption('RSA_2048')
  const file = page.getByLabel('The material itself')
  await file.setInputFiles({ name: 'other.bin', mimeType: 'application/octet-stream', buffer: randomBytes(32) })
  await page.getByRole('button', { name: 'Wrap and import' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('IncorrectKeyMaterialException', {
    timeout: 20_000,
  })
  await file.setInputFiles({ name: 'material.bin', mimeType: 'application/octet-stream', buffer: material })
  await page.getByRole('button', { name: 'Wrap and import' }).click()
  await expect(page.getByText('what it encrypted opens again')).toBeVisible({ timeout: 20_000 })
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }))
  expect(Buffer.from(Plaintext ?? []).toString()).toBe('x')
})

test('material whose import was not answered is kept, offered, and brought again', async ({ page, newKey }) => {
  const { keyId } = await newKey({}, { Origin: 'EXTERNAL' })
  await page.goto(pagePath(`keys/${keyId}/material?import=first&way=browser`))
  await page.getByLabel('Wrapping key spec').selectOption('RSA_2048')
  let actions = 0
  await page.route(`**/keys/${keyId}/material?*`, async (route) => {
    if (route.request().method() === 'POST') actions += 1
    // The import, behind the request for its parameters: done, and never answered.
    if (actions !== 2) return route.fallback()
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: 'Make, wrap and import' }).click()
  await expect(page.getByText('It may be in the key')).toBeVisible()
  const offered = await download(page, 'Save the material')
  await page.unroute(`**/keys/${keyId}/material?*`)
  await page.getByRole('button', { name: 'Wrap and import again' }).click()
  await expect(page.getByText('You are the only one who has it.')).toBeVisible()
  expect(await download(page, 'Save the material')).toEqual(offered)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(keyStatus(page)).toHaveText('Enabled')
})

test('a browser wraps a private RSA key by AES in between', async ({ page, newKey }) => {
  const { keyId } = await newKey({}, { Origin: 'EXTERNAL', KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })
  await page.goto(pagePath(`keys/${keyId}/material?import=first&way=browser`))
  await expect(page.getByLabel('Wrapping algorithm')).toHaveValue('RSA_AES_KEY_WRAP_SHA_256')
  await page.getByLabel('Wrapping key spec').selectOption('RSA_2048')
  await page.getByRole('button', { name: 'Make, wrap and import' }).click()
  await expect(page.getByText('You are the only one who has it.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(keyStatus(page)).toHaveText('Enabled')
})

test('material that was wrapped elsewhere is brought, new one waits and is rotated to', async ({ page, newKey }) => {
  const { keyId } = await newKey({}, { Origin: 'EXTERNAL' })
  await page.goto(pagePath(`keys/${keyId}/material`))
  for (const open of ['Import key material', 'Import new material…']) {
    await page.getByRole('button', { name: open }).click()
    await page.getByLabel('Wrapping key spec').selectOption('RSA_2048')
    await page.getByRole('button', { name: 'Get public key and token' }).click()
    await expect(page.getByText(/valid for 23:5/)).toBeVisible()
    const key = createPublicKey({ key: await download(page, 'WrappingPublicKey.bin'), format: 'der', type: 'spki' })
    const oaep = { key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }
    const buffer = publicEncrypt(oaep, randomBytes(32))
    const wrapped = { name: 'wrapped.bin', mimeType: 'application/octet-stream', buffer }
    await page.getByLabel('Wrapped key material').setInputFiles(wrapped)
    await page.getByRole('button', { name: 'Import key material' }).click()
    await expect(page.getByRole('button', { name: 'Import new material…' })).toBeVisible()
  }
  await expect(row(page, 'Pending rotation')).toHaveCount(1)
  await page.getByRole('button', { name: 'Rotate now' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate key' }).click()
  await expect(row(page, 'Decrypts only')).toHaveCount(1)
})
