import { CreateAliasCommand, EncryptCommand } from '@aws-sdk/client-kms'
import type { Locator, Page } from '@playwright/test'
import { ACCOUNT, expect, pagePath, test } from './console.ts'

const PLAINTEXT = 'invoice 20931 · EUR 418.50'

/** The page for one operation of a key. */
async function open(page: Page, op: string, keyId: string): Promise<Locator> {
  await page.goto(pagePath(`playground?op=${op}&key=${keyId}`))
  return page.getByRole('main')
}

async function addPair(main: Locator, number: number, key: string, value: string) {
  await main.getByRole('button', { name: 'Add pair' }).click()
  await main.getByLabel(`Key of pair ${number}`).fill(key)
  await main.getByLabel(`Value of pair ${number}`).fill(value)
}

/** The primary button of an operation, whose name ends with its shortcut. */
function send(main: Locator, op: string): Locator {
  return main.getByRole('button', { name: new RegExp(`^${op} (Ctrl|⌘) ↵$`) })
}

test('what is encrypted comes back under its context, and another context is explained', async ({ page, newKey }) => {
  const { keyId, alias } = await newKey()
  const main = await open(page, 'Encrypt', keyId)
  await main.getByLabel('Plaintext', { exact: true }).fill(PLAINTEXT)
  await addPair(main, 1, 'purpose', 'settlement')
  await expect(main.getByText('27 of 4,096 bytes')).toBeVisible()
  await send(main, 'Encrypt').click()

  await expect(main.getByRole('heading', { name: 'What just happened' })).toBeVisible()
  await expect(main.getByRole('heading', { name: 'Ciphertext blob' })).toBeVisible()
  await expect(main.getByRole('img', { name: 'Hex dump of 120 bytes, coloured by field' })).toBeVisible()
  await expect(main.getByRole('list', { name: 'Fields' }).getByText(alias)).toBeVisible()
  await expect(main.getByText('material 1 of 1', { exact: true })).toBeVisible()
  await expect(main.getByRole('link', { name: 'in the audit log' })).toHaveAttribute(
    'href',
    /audit\?request=[0-9a-f-]{36}$/,
  )
  await main.getByRole('button', { name: 'Bind' }).press('End')
  await expect(main.getByRole('region', { name: 'Step 4 of 4' })).toContainText('120 bytes = 93 + 27')
  await expect(main.getByLabel('CLI', { exact: true }).first()).toContainText(`--key-id alias/${alias}`)

  await main.getByRole('button', { name: 'Decrypt the result' }).click()
  await expect(main.getByLabel('Plaintext', { exact: true })).toHaveText(PLAINTEXT)
  expect(page.url()).not.toContain('settlement')
  expect(decodeURIComponent(page.url())).not.toContain('invoice')
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
    'invoice',
  )

  await main.getByLabel('Value of pair 1').fill('Settlement')
  await send(main, 'Decrypt').click()
  await expect(main.getByRole('alert').getByText('InvalidCiphertextException')).toBeVisible()
  const compared = main.getByRole('list', { name: 'Context, wanted and given' })
  await expect(compared).toContainText('purpose')
  await expect(compared).toContainText('differs only in capital letters')
  await main.getByRole('button', { name: 'Use this context' }).click()
  await send(main, 'Decrypt').click()
  await expect(main.getByLabel('Plaintext', { exact: true })).toHaveText(PLAINTEXT)

  await page.reload()
  await expect(main.getByLabel('Ciphertext', { exact: true })).toHaveValue('')
})

test('a pasted blob names its key and material, and the log knows its context', async ({ page, newKey, kms }) => {
  const { keyId, alias } = await newKey()
  const EncryptionContext = { tenant: 'acme' }
  const Plaintext = Buffer.from(PLAINTEXT)
  const { CiphertextBlob = new Uint8Array() } = await kms.send(
    new EncryptCommand({ KeyId: keyId, Plaintext, EncryptionContext }),
  )
  await page.goto(pagePath('playground?op=Inspect'))
  const main = page.getByRole('main')
  const field = main.getByLabel('Any ciphertext', { exact: true })
  await field.fill(Buffer.from(CiphertextBlob).toString('base64'))
  await expect(main.getByRole('list', { name: 'Fields' }).getByText(alias)).toBeVisible()
  await expect(page).toHaveURL(/blob=tE0BAQ/)

  await main.getByRole('button', { name: /^Was the context right\?/ }).click()
  await expect(main.getByText('The nearest context in the log', { exact: false })).toBeVisible()
  await main.getByRole('button', { name: 'Use this context' }).click()
  await main.getByRole('button', { name: /^Was the context right\?/ }).click()
  await expect(main.getByLabel('Plaintext', { exact: true })).toHaveText(PLAINTEXT)

  // The palette links to it like this.
  await page.goto(pagePath(`playground?blob=${Buffer.from(CiphertextBlob).toString('base64url')}`))
  await expect(main.getByText('Sealed by')).toContainText(`${alias}`)
  await field.fill(Buffer.from('0102020078', 'hex').toString('base64'))
  await expect(main.getByText('looks like a ciphertext of AWS KMS itself', { exact: false })).toBeVisible()
})

test('a data key encrypts here, is unwrapped inside, and opens the data again', async ({ page, newKey }) => {
  const { keyId } = await newKey()
  const main = await open(page, 'GenerateDataKey', keyId)
  await send(main, 'GenerateDataKey').click()
  await expect(main.getByRole('heading', { name: 'Sealed data key' })).toBeVisible()
  await main.getByLabel('Your data').fill('a large file')
  await main.getByRole('button', { name: 'Encrypt it here' }).click()
  await main.getByRole('button', { name: /^Unwrap the key by Decrypt/ }).click()
  await expect(main.getByRole('status').filter({ hasText: 'it opened the data: a large file' })).toBeVisible()

  await main.getByRole('radio', { name: 'Data key pair' }).click()
  await main.getByRole('switch', { name: 'With the plaintext copy' }).click()
  await expect(page).toHaveURL(/op=GenerateDataKeyPairWithoutPlaintext/)
  await send(main, 'GenerateDataKeyPairWithoutPlaintext').click()
  await expect(main.getByRole('heading', { name: 'Sealed private key' })).toBeVisible()
})

test('each answer is shown in a form of its own, and a new secret is covered again', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  async function sealed(...Plaintext: readonly number[]) {
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from(Plaintext) }))
    return Buffer.from(CiphertextBlob ?? []).toString('base64')
  }
  const main = await open(page, 'Decrypt', keyId)
  const plaintext = main.getByLabel('Plaintext', { exact: true })
  await main.getByLabel('Ciphertext', { exact: true }).fill(await sealed(0x68, 0x69))
  await send(main, 'Decrypt').click()
  await expect(plaintext).toHaveText('hi')
  await main.getByLabel('Ciphertext', { exact: true }).fill(await sealed(0xfb, 0xff, 0xfe))
  await send(main, 'Decrypt').click()
  await expect(plaintext).toHaveText('+//+')

  await open(page, 'GenerateDataKey', keyId)
  await send(main, 'GenerateDataKey').click()
  await main.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(main.getByLabel('Plaintext data key', { exact: true })).toBeVisible()
  const answered = page.waitForResponse((response) => response.request().method() === 'POST')
  await send(main, 'GenerateDataKey').click()
  await answered
  await expect(main.getByRole('button', { name: 'Show', exact: true })).toBeVisible()
  await expect(main.getByLabel('Plaintext data key', { exact: true })).toHaveCount(0)
})

test('a signature verifies inside and in the browser alone, and a MAC inside only', async ({ page, newKey }) => {
  const { keyId } = await newKey({}, { KeySpec: 'ECC_NIST_P384', KeyUsage: 'SIGN_VERIFY' })
  const main = await open(page, 'Sign', keyId)
  await main.getByLabel('Message', { exact: true }).fill('release 1.4.2')
  await send(main, 'Sign').click()
  await main.getByRole('button', { name: 'Verify in this browser' }).click()
  await expect(main.getByText('Valid by ECDSA P-384 with SHA-384', { exact: false })).toBeVisible()
  await main.getByRole('button', { name: 'Verify it' }).click()
  await expect(main.getByText('The signature is valid')).toBeVisible()
  await main.getByLabel('Message', { exact: true }).fill('release 1.4.3')
  await send(main, 'Verify').click()
  await expect(main.getByRole('alert').getByText('KMSInvalidSignatureException')).toBeVisible()
  await main.getByRole('button', { name: 'Others' }).click()
  const others = page.getByRole('dialog', { name: 'What this key does not do' })
  await expect(others.getByRole('listitem').filter({ hasText: /^GenerateMac/ })).toContainText(
    'This key is for: sign, verify.',
  )
  await page.keyboard.press('Escape')

  const mac = await newKey({}, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
  await open(page, 'GenerateMac', mac.keyId)
  await main.getByLabel('Message', { exact: true }).fill('hello')
  await send(main, 'GenerateMac').click()
  await main.getByRole('button', { name: 'Verify it' }).click()
  await expect(main.getByText('The MAC is valid')).toBeVisible()
})

test('both sides of a key agreement have the same secret, and an encapsulated one is taken out', async ({
  page,
  newKey,
}) => {
  const ecdh = await newKey({}, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })
  const main = await open(page, 'DeriveSharedSecret', ecdh.keyId)
  await main.getByRole('button', { name: 'Make a partner' }).click()
  await send(main, 'DeriveSharedSecret').click()
  await main.getByRole('button', { name: 'Derive as the partner and compare' }).click()
  await expect(main.getByText('Both sides have the same 32 bytes', { exact: false })).toBeVisible()

  const kem = await newKey({}, { KeySpec: 'ML_KEM_768', KeyUsage: 'ENCAPSULATE_DECAPSULATE' })
  await open(page, 'Encapsulate', kem.keyId)
  await send(main, 'Encapsulate').click()
  await main.getByRole('button', { name: 'Show', exact: true }).click()
  const secret = await main.getByLabel('Shared secret', { exact: true }).textContent()
  await main.getByRole('button', { name: 'Decapsulate it' }).click()
  await expect(main.getByRole('heading', { name: 'Decapsulate' })).toBeVisible()
  await main.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(main.getByLabel('Shared secret', { exact: true })).toHaveText(secret ?? '')
})

test('RSA encrypts outside and decrypts inside; ReEncrypt goes to another key', async ({ page, newKey }) => {
  const rsa = await newKey({}, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
  const main = await open(page, 'Encrypt', rsa.keyId)
  await main.getByLabel('Plaintext', { exact: true }).fill('x'.repeat(191))
  await expect(main.getByRole('alert').getByText('This will be refused: at most 190 bytes')).toBeVisible()
  await main.getByLabel('Plaintext', { exact: true }).fill('for you only')
  await main.getByRole('button', { name: 'Encrypt in this browser, decrypt inside' }).click()
  await expect(main.getByText('the same 12 bytes', { exact: false })).toBeVisible()

  const [from, to] = [await newKey(), await newKey()]
  await open(page, 'Encrypt', from.keyId)
  await main.getByLabel('Plaintext', { exact: true }).fill('moved')
  await send(main, 'Encrypt').click()
  await main.getByRole('button', { name: 'Decrypt the result' }).click()
  await main.getByRole('radio', { name: 'ReEncrypt' }).click()
  await main.getByLabel('To the key').selectOption(to.keyId)
  await send(main, 'ReEncrypt').click()
  await expect(main.getByRole('heading', { name: 'Ciphertext blob' })).toBeVisible()
  await expect(main.getByText('Sealed by').filter({ hasText: to.alias })).toBeVisible()
})

test('who may not decrypt is refused with the reason, and a dry run tells without doing', async ({
  page,
  newKey,
  kms,
}) => {
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` }
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' },
      { Sid: 'NobodyDecrypts', Effect: 'Deny', Principal: root, Action: 'kms:Decrypt', Resource: '*' },
    ],
  })
  const { keyId } = await newKey({}, { Policy })
  await kms.send(new CreateAliasCommand({ AliasName: `alias/0-${keyId}`, TargetKeyId: keyId }))
  await page.goto(pagePath(`keys/${keyId}/playground`))
  const main = page.getByRole('main')
  await main.getByLabel('Plaintext', { exact: true }).fill(PLAINTEXT)
  await main.getByText('Grant tokens and dry run').click()
  await main.getByRole('switch', { name: 'Dry run: is it allowed?' }).click()
  await send(main, 'Encrypt').click()
  await expect(main.getByText('The call would have succeeded')).toBeVisible()
  await main.getByRole('switch', { name: 'Dry run: is it allowed?' }).click()
  await send(main, 'Encrypt').click()
  await main.getByRole('button', { name: 'Decrypt the result' }).click()
  const alert = main.getByRole('alert').filter({ hasText: 'AccessDeniedException' })
  await expect(alert).toContainText(/request [0-9a-f-]{36}/)
  await expect(alert.getByRole('link', { name: 'Why?' })).toHaveAttribute('href', /audit\?request=.*view=why/)
})
