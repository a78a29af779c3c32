import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DescribeKeyCommand, GetPublicKeyCommand } from '@aws-sdk/client-kms'
import { chooseKey, expect, keyStatus, nextStep, pagePath, reviewAndCreate, test, uniqueName } from './console.ts'

/** A choice of each step of the form, and what DescribeKey says of the key that is made. */
const KINDS = [
  { usage: 'Encrypt and decrypt', spec: 'RSA_3072', made: { KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS' } },
  { usage: 'Sign and verify', spec: 'ML_DSA_44', made: { KeyUsage: 'SIGN_VERIFY', Origin: 'AWS_KMS' } },
  { usage: 'Sign and verify', spec: 'ECC_NIST_P384', origin: 'I import it', made: { Origin: 'EXTERNAL' } },
  { usage: 'Generate and verify MAC', spec: 'HMAC_512', made: { KeyUsage: 'GENERATE_VERIFY_MAC' } },
  { usage: 'Key agreement', spec: 'ECC_NIST_P521', made: { KeyUsage: 'KEY_AGREEMENT' } },
  { usage: 'Key encapsulation', spec: 'ML_KEM_1024', made: { KeyUsage: 'ENCAPSULATE_DECAPSULATE' } },
  { usage: 'Sign and verify', spec: 'RSA_2048', made: { KeyUsage: 'SIGN_VERIFY', Origin: 'AWS_KMS' } },
  { usage: 'Encrypt and decrypt', spec: 'SYMMETRIC_DEFAULT', regionality: 'Multi-Region', made: { MultiRegion: true } },
] as const

for (const { usage, spec, made, ...more } of KINDS) {
  const others = Object.values(more)
  test(`the form makes a ${spec} key: ${[usage, ...others].join(', ')}`, async ({ page, kms }) => {
    const alias = `alias/${uniqueName()}`
    await chooseKey(page, [usage, spec, ...others])
    await page.getByRole('textbox', { name: 'Alias' }).fill(alias)
    await reviewAndCreate(page)
    // The numbers of an RSA key are looked for until they are found.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(alias.replace('alias/', ''), { timeout: 20_000 })
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }))
    expect(KeyMetadata).toMatchObject({ KeySpec: spec, ...made })
    await expect(keyStatus(page)).toHaveText(KeyMetadata?.Origin === 'EXTERNAL' ? 'Pending import' : 'Enabled')
  })
}

test('the form offers only what goes together, and the code beside it says the same', async ({ page }) => {
  await page.goto(pagePath('keys/create'))
  await expect(nextStep(page, 'labels')).toBeEnabled()
  const code = page.getByRole('tabpanel')
  await page.getByRole('radio', { name: 'I import it' }).click()
  await expect(code).toContainText('--origin EXTERNAL')
  await expect(page.getByRole('switch', { name: 'Rotate by itself' })).toHaveCount(0)
  await page.getByRole('radio', { name: 'Sign and verify' }).click()
  await page.getByRole('radio', { name: 'ML_DSA_65' }).click()
  await expect(page.getByRole('radio', { name: /I import it/ })).toBeDisabled()
  await expect(page.getByRole('radio', { name: /Keystead makes it/ })).toBeChecked()
  await expect(code).toContainText('--key-spec ML_DSA_65 \\\n  --key-usage SIGN_VERIFY')
  await expect(code).not.toContainText('--origin')
  await page.getByRole('radio', { name: 'Multi-Region' }).click()
  await page.getByRole('tab', { name: 'Terraform' }).click()
  await expect(code).toContainText('multi_region             = true')
})

test('custom key stores are offered with the reason why they cannot be chosen', async ({ page }) => {
  await page.goto(pagePath('keys/create'))
  await expect(nextStep(page, 'labels')).toBeEnabled()
  await expect(page.getByRole('radio', { name: /CloudHSM key store/ })).toBeDisabled()
  await expect(page.getByRole('main').getByText('no such store here').first()).toBeVisible()
  await page.getByRole('radio', { name: 'Sign and verify' }).click()
  await expect(page.getByRole('main').getByText('symmetric encryption keys only').first()).toBeVisible()
})

test('the public key is shown, and its file is the one that the service gives', async ({ page, newKey, kms }) => {
  const { keyId, alias } = await newKey({}, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('link', { name: 'Public key' }).click()
  await expect(page.getByRole('region', { name: 'Public key' })).toContainText('-----BEGIN PUBLIC KEY-----')
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download .pem' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe(`${alias}.pem`)
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }))
  const der = createPublicKey(readFileSync(await download.path(), 'utf8')).export({ type: 'spki', format: 'der' })
  expect(der.equals(Buffer.from(PublicKey ?? []))).toBe(true)
  await page.getByRole('radio', { name: 'JWK' }).click()
  await expect(page).toHaveURL(/form=jwk/)
  const jwk = JSON.parse((await page.getByRole('region', { name: 'Public key' }).textContent()) ?? '')
  expect(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }).equals(der)).toBe(true)
  await expect(page.getByRole('tabpanel')).toContainText('openssl dgst -sha256 -verify public.pem')
})

test('a key that never rotates says why, and offers no rotation', async ({ page, newKey }) => {
  const { keyId } = await newKey({}, { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })
  await page.goto(pagePath(`keys/${keyId}/material`))
  await expect(page.getByRole('main').getByText('This asymmetric key never rotates')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Rotate now' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Key actions' }).click()
  await expect(page.getByRole('menuitem', { name: 'Disable' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Rotate now' })).toHaveCount(0)
})

test('AWS managed keys have a list of their own, and can only be looked at', async ({ page, kms }) => {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/aws/sqs' }))
  const keyId = KeyMetadata?.KeyId ?? ''
  await page.goto(pagePath(`keys?q=${keyId}`))
  await expect(page.getByRole('main').getByTestId(`key-${keyId}`)).toHaveCount(0)
  await page.goto(pagePath('aws-managed-keys'))
  await expect(page.getByTestId(`key-${keyId}`)).toContainText('sqs.us-east-1')
  await expect(page.getByRole('row', { name: /Who pays/ })).toContainText('You: $1.00 a month')
  await page.getByRole('link', { name: 'aws/sqs' }).click()
  await expect(page.getByRole('main').getByText('kept by AWS, read only')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Key actions' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Key material and rotations' }).click()
  await expect(page.getByRole('main').getByText(/Automatic every 365 days/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Rotate now' })).toHaveCount(0)
})

test('keys are found by origin and Regionality', async ({ page, newKey }) => {
  const team = uniqueName()
  await newKey({ team })
  const external = await newKey({ team }, { Origin: 'EXTERNAL' })
  const multi = await newKey({ team }, { MultiRegion: true })
  const rows = page.getByRole('main').getByTestId(/^key-/)
  await page.goto(pagePath(`keys?tag.team=${team}&origin=EXTERNAL`))
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(external.alias)
  await page.goto(pagePath(`keys?tag.team=${team}`))
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Regionality' }).click()
  await page.getByRole('button', { name: /Multi-Region primary/ }).click()
  await expect(page).toHaveURL(/regionality=PRIMARY/)
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(multi.alias)
})
