import { DisableKeyCommand, EnableKeyCommand, EncryptCommand } from '@aws-sdk/client-kms'
import { expect, pagePath, test } from './console.ts'

test('the log is filtered by what its address says', async ({ page, newKey, kms }) => {
  const { keyId, arn } = await newKey()
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  await expect(kms.send(new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from('x') }))).rejects.toThrow()
  await page.goto(pagePath(`audit?resource=${encodeURIComponent(arn)}`))
  await expect(page.getByRole('link', { name: 'DisableKey' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Encrypt' })).toBeVisible()

  await page.getByRole('switch', { name: 'Hide reads' }).click()
  await expect(page).toHaveURL(/reads=hide/)
  await expect(page.getByRole('link', { name: 'Encrypt' })).toHaveCount(0)
  await page.getByRole('switch', { name: 'Hide reads' }).click()

  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('button', { name: 'Outcome' }).click()
  await page.getByRole('button', { name: 'Error' }).click()
  await expect(page).toHaveURL(/outcome=error/)
  await expect(page.getByRole('main').getByTestId(/^event-[0-9a-f]/)).toHaveCount(1)
  await expect(page.getByRole('row').filter({ hasText: 'DisabledException' })).toHaveCount(1)
})

test('the drawer has an address, steps through the list, and gives the focus back', async ({ page, newKey, kms }) => {
  const { keyId, arn } = await newKey()
  await kms.send(new DisableKeyCommand({ KeyId: keyId }))
  await kms.send(new EnableKeyCommand({ KeyId: keyId }))
  await page.goto(pagePath(`audit?reads=hide&resource=${encodeURIComponent(arn)}`))
  await page.getByRole('link', { name: 'EnableKey' }).click()
  await expect(page.getByRole('dialog', { name: /EnableKey/ })).toBeVisible()

  await page.getByRole('link', { name: 'Older event' }).click()
  const drawer = page.getByRole('dialog', { name: /DisableKey/ })
  await expect(drawer.getByTestId('event-record')).toContainText(keyId)
  await drawer.getByRole('tab', { name: 'Why?' }).click()
  await expect(drawer.getByRole('region', { name: 'Why' })).toContainText('Enable IAM User Permissions')

  await page.reload()
  await expect(drawer.getByRole('tab', { name: 'Why?' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(page).not.toHaveURL(/[?&]id=/)
  await expect(page.getByRole('link', { name: 'DisableKey' })).toBeFocused()
})

test('sign-ins and refused ones are in the log', async ({ page, request }) => {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { userName: 'nobody', password: 'wrong', csrfToken, json: 'true' }
  expect((await request.post('/api/auth/callback/credentials', { form })).status()).toBe(401)
  await page.goto(pagePath('audit?event=ConsoleLogin'))
  await expect(page.getByRole('row').filter({ hasText: 'OK' }).first()).toBeVisible()
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: /Denied|Error/ })
      .first(),
  ).toBeVisible()
})
