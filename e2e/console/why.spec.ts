import {
  CreateGrantCommand,
  DisableKeyCommand,
  EncryptCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
} from '@aws-sdk/client-kms'
import type { Page } from '@playwright/test'
import { ACCOUNT, expect, pagePath, REGION, refused, test } from './console.ts'

const Plaintext = Buffer.from('x')
const ROOT = `arn:aws:iam::${ACCOUNT}:root`

/** Opens a call's event by its request id, as the links beside errors do. */
async function openWhy(page: Page, requestId: string) {
  await page.goto(pagePath(`audit?request=${requestId}&view=why`))
  return page.getByRole('region', { name: 'Why' })
}

/** How often the log has been asked why. */
async function explanations(page: Page): Promise<number> {
  const scope = `main/${ACCOUNT}/${REGION}`
  const answer = await page.request.get(`/api/console/events?scope=${scope}&event=ExplainDecision`)
  return (await answer.json()).events.length
}

test('a denied call is found in the log, and its Why? names the missing allow', async ({ page, newKey, newUser }) => {
  const { keyId, arn } = await newKey()
  const user = await newUser()
  await refused(user.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext })))
  await page.goto(pagePath(`audit?outcome=denied&resource=${encodeURIComponent(arn)}`))
  await page.getByRole('link', { name: 'Encrypt' }).click()
  const drawer = page.getByRole('dialog', { name: /Encrypt denied/ })
  await drawer.getByRole('tab', { name: 'Why?' }).click()
  await expect(page).toHaveURL(/view=why/)
  const why = drawer.getByRole('region', { name: 'Why' })
  await expect(why.getByRole('heading', { name: 'Denied: nothing allowed it' })).toBeVisible()
  await expect(why).toContainText('It is up to the IAM policies of the caller, and none allows.')
  await expect(why).toContainText('Missing: an allow in an identity-based policy')
  await expect(why).toContainText('The key policy leaves it to the account of the caller.')
  await expect(why.getByRole('heading', { name: 'Identity policies none' })).toBeVisible()
})

test('an allowed call tells what decided it, and asking is recorded once', async ({ page, newKey, newUser }) => {
  const { keyId } = await newKey()
  const allow = { Sid: 'Use', Effect: 'Allow', Action: 'kms:Encrypt', Resource: '*' }
  const user = await newUser(allow, { Effect: 'Allow', Action: 'kms:List*', Resource: '*' })
  const { $metadata } = await user.kms.send(new EncryptCommand({ KeyId: keyId, Plaintext }))
  const before = await explanations(page)
  const why = await openWhy(page, $metadata.requestId ?? '')
  await expect(why.getByRole('heading', { name: 'Allowed' })).toBeVisible()
  await expect(why.getByText('Decided it')).toHaveCount(1)
  await expect(why).toContainText('statement 1 "Use"')
  const folded = why.getByText('1 statement does not apply')
  await expect(why.getByText('Allow does not apply')).toBeHidden()
  await folded.click()
  await expect(why).toContainText('action: Action kms:List* does not cover the request')

  await page.getByRole('tab', { name: 'Record' }).click()
  await page.getByRole('tab', { name: 'Why?' }).click()
  await expect(why).toBeVisible()
  expect(await explanations(page)).toBe(before + 1)
})

test('conditions and pairs of grants stand beside what the request had', async ({ page, newKey, newUser, kms }) => {
  const { keyId } = await newKey()
  const user = await newUser()
  const Condition = { StringEquals: { 'kms:EncryptionContext:purpose': 'settlement' } }
  const Statement = [
    { Sid: 'Owner', Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' },
    { Sid: 'Batch', Effect: 'Allow', Principal: { AWS: user.arn }, Action: 'kms:Encrypt', Resource: '*', Condition },
  ]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy }))
  const Constraints = { EncryptionContextSubset: { tenant: 'acme' } }
  const grant = { KeyId: keyId, GranteePrincipal: user.arn, Constraints }
  await kms.send(new CreateGrantCommand({ ...grant, Operations: ['Encrypt'] }))
  const call = { KeyId: keyId, Plaintext, EncryptionContext: { purpose: 'refund' } }
  const why = await openWhy(page, await refused(user.kms.send(new EncryptCommand(call))))

  await expect(why).toContainText('Closest: kms:EncryptionContext:purpose is refund, the key policy wants settlement.')
  await expect(why.getByText('Condition failed')).toHaveCount(2)
  await expect(why.getByRole('link', { name: 'Edit statement' })).toHaveAttribute('href', /statement=Batch$/)
  await expect(why.getByRole('link', { name: 'Try in Policy lab' })).toHaveAttribute('href', /request=/)
  const condition = why.getByRole('list', { name: 'Conditions' }).getByRole('listitem')
  await expect(condition).toContainText('kms:EncryptionContext:purpose')
  await expect(condition).toContainText('StringEquals')
  await expect(condition).toContainText('not met')
  await expect(condition.getByRole('definition').nth(0)).toHaveText('settlement')
  await expect(condition.getByRole('definition').nth(1)).toHaveText('refund')
  const pair = why.getByRole('list', { name: 'Encryption context' }).getByRole('listitem')
  await expect(pair).toContainText('EncryptionContextSubset')
  await expect(pair.getByRole('definition').nth(0)).toHaveText('acme')
  await expect(pair.getByRole('definition').nth(1)).toHaveText('absent')
})

test('a call of several checks lists them, and a failed one says that it was allowed', async ({
  page,
  newKey,
  kms,
}) => {
  const [from, to] = [await newKey(), await newKey()]
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: from.keyId, Plaintext }))
  const { $metadata } = await kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: to.keyId }))
  const why = await openWhy(page, $metadata.requestId ?? '')
  await expect(why).toContainText('The call needs 2 permissions')
  await expect(why.getByText('kms:ReEncryptFrom').first()).toBeVisible()
  await why.getByText('kms:ReEncryptTo').first().click()
  await expect(why.getByRole('heading', { name: 'Allowed' })).toHaveCount(2)

  await kms.send(new DisableKeyCommand({ KeyId: to.keyId }))
  const failed = await refused(kms.send(new EncryptCommand({ KeyId: to.keyId, Plaintext })))
  await expect(await openWhy(page, failed)).toContainText('the call failed after that with DisabledException')
})

test('an error that refuses leads to its own event', async ({ page, newKey, kms }) => {
  const { keyId } = await newKey()
  await page.goto(pagePath(`keys/${keyId}`))
  await page.getByRole('button', { name: 'Key actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit description…' }).click()
  await page.getByRole('textbox', { name: 'Description' }).fill('too late')
  // What may be done is told when a page is read; what is decided is decided when it is done.
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' },
    { Sid: 'Fixed', Effect: 'Deny', Principal: '*', Action: 'kms:UpdateKeyDescription', Resource: '*' },
  ]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy }))
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const opening = page.waitForEvent('popup')
  await page.getByRole('link', { name: /^Why\?/ }).click()
  const opened = await opening
  await expect(opened.getByRole('dialog', { name: /UpdateKeyDescription denied/ })).toBeVisible()
  const why = opened.getByRole('region', { name: 'Why' })
  await expect(why.getByRole('heading', { name: 'Denied by a statement' })).toBeVisible()
  await expect(why).toContainText('Deny applies')
  await expect(why.getByText('Decided it')).toHaveCount(1)
  await opened.getByRole('button', { name: 'Close' }).click()
  await expect(opened).not.toHaveURL(/request=|view=/)
})

test('the activity of a key explains its calls too; a sign-in has nothing to explain', async ({
  page,
  newKey,
  kms,
}) => {
  const { keyId } = await newKey()
  await kms.send(new EncryptCommand({ KeyId: keyId, Plaintext }))
  await page.goto(pagePath(`keys/${keyId}/activity`))
  await expect(page.getByRole('list', { name: 'What' })).toContainText('Encrypt')
  await page.getByRole('row').getByRole('link', { name: 'Encrypt' }).click()
  await page.getByRole('tab', { name: 'Why?' }).click()
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('The root user needs no IAM policy.')
  await page.goto(pagePath('audit?event=ConsoleLogin&outcome=ok'))
  await page.getByRole('link', { name: 'ConsoleLogin' }).first().click()
  await page.getByRole('tab', { name: 'Why?' }).click()
  await expect(page.getByRole('dialog')).toContainText('Nothing had to be decided')
})
