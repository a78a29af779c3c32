import { readFileSync } from 'node:fs'
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms'
import { chooseKey, expect, nextStep, pagePath, test, uniqueName, writeOver } from './console.ts'

test('the list is what its address says: filters, order, and back again', async ({ page, newKey, kms }) => {
  const team = uniqueName()
  const first = await newKey({ team })
  const second = await newKey({ team })
  await newKey()
  await page.goto(pagePath(`keys?tag.team=${team}`))
  const rows = page.getByRole('main').getByTestId(/^key-/)
  await expect(rows).toHaveCount(2)

  await page.getByRole('link', { name: 'Created' }).click()
  await expect(page).toHaveURL(/sort=created/)
  await expect(rows.first()).toContainText(first.alias)

  await page.getByRole('searchbox', { name: 'Filter by alias, id, type, tag' }).fill(second.alias)
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(new RegExp(`q=${second.alias}`))
  await page.reload()
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText(second.alias)

  await page.goBack()
  await expect(page).not.toHaveURL(/q=/)
  await expect(rows).toHaveCount(2)
  expect((await kms.send(new DescribeKeyCommand({ KeyId: second.keyId }))).KeyMetadata?.KeyState).toBe('Enabled')
})

test('what is typed while another order is on its way filters it once it is here', async ({ page, newKey }) => {
  const team = uniqueName()
  const { alias } = await newKey({ team })
  await newKey({ team })
  await page.clock.install()
  await page.goto(pagePath(`keys?tag.team=${team}`))
  const rows = page.getByRole('main').getByTestId(/^key-/)
  await expect(rows).toHaveCount(2)
  const { promise: mayArrive, resolve: arrive } = Promise.withResolvers<void>()
  await page.route(/[?&]_rsc=/, async (route) => {
    await mayArrive
    await route.continue()
  })
  const asked = page.waitForRequest(/[?&]_rsc=/)
  await page.getByRole('link', { name: 'Created' }).click()
  await asked
  await page.getByRole('searchbox', { name: 'Filter by alias, id, type, tag' }).fill(alias)
  await page.clock.runFor(1000)
  arrive()
  await expect(page).toHaveURL(new RegExp(`sort=created.*q=${alias}`))
  await expect(rows).toHaveCount(1)
})

test('filters can be put together by hand, and turned round', async ({ page, newKey }) => {
  const team = uniqueName()
  const { alias } = await newKey({ team })
  const { alias: other } = await newKey({ team: `${team}-2` })
  const rows = page.getByRole('main').getByTestId(/^key-/)
  await page.goto(pagePath('keys'))
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('button', { name: 'Tag team' }).click()
  await page.getByRole('button', { name: new RegExp(`^${team} ?1$`) }).click()
  await page.keyboard.press('Escape')
  await expect(rows).toHaveCount(1)
  await expect(page.getByRole('link', { name: alias })).toBeVisible()

  await page.getByRole('button', { name: team, exact: true }).click()
  await page.getByRole('radio', { name: 'is none of' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/tag\.team%21=/)
  await page.goto(`${page.url()}&q=${team}`)
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(other)
  await page.getByRole('link', { name: 'Remove filter Tag team' }).click()
  await expect(rows).toHaveCount(2)

  await page.goto(pagePath(`keys?q=${team}&created-before=2000-01-01`))
  await expect(page.getByRole('main').getByText('No key matches this filter')).toBeVisible()
  await page.getByRole('link', { name: 'Clear the filter' }).click()
  await expect(page).toHaveURL(new RegExp(`${pagePath('keys')}$`))
})

test('a range of keys is disabled at once, and it can be taken back', async ({ page, newKey }) => {
  const team = uniqueName()
  for (let made = 0; made < 3; made++) await newKey({ team })
  await page.goto(pagePath(`keys?tag.team=${team}`))
  const boxes = page.getByRole('row').getByRole('checkbox', { name: /^Select t-/ })
  await boxes.first().click()
  await boxes.last().click({ modifiers: ['Shift'] })
  const bar = page.getByRole('toolbar', { name: 'Selected keys' })
  await expect(bar).toContainText('3 selected')
  await boxes.nth(1).click()
  await expect(page.getByRole('checkbox', { name: 'Select all 3 keys' })).toHaveAttribute('aria-checked', 'mixed')
  await expect(bar.getByRole('button', { name: 'Cancel deletion' })).toHaveAttribute('aria-disabled', 'true')
  await bar.getByRole('button', { name: 'Disable' }).click()
  await expect(page.getByText('2 keys disabled', { exact: true })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Disabled' })).toHaveCount(2)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Enabled' })).toHaveCount(3)
})

test('all keys of a filter are changed with progress, and those that fail are named', async ({ page, newKey, kms }) => {
  const team = uniqueName()
  const like = { Tags: [{ TagKey: 'team', TagValue: team }] }
  const { keyId, alias } = await newKey({ team })
  await Promise.all(Array.from({ length: 26 }, () => kms.send(new CreateKeyCommand(like))))
  await page.goto(pagePath(`keys?tag.team=${team}&size=25&sort=-created`))
  await page.getByRole('checkbox', { name: 'Select all 25 keys' }).click()
  await page.getByRole('button', { name: 'Select all 27 that match' }).click()
  const bar = page.getByRole('toolbar', { name: 'Selected keys' })
  await expect(bar).toContainText('27 selected')
  // One of them changes meanwhile, unseen by this page.
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }))
  // However slowly the list is read again, no key waits for that.
  const { promise: mayRead, resolve: read } = Promise.withResolvers<void>()
  await page.route(/\/api\/console\/(?!tail)/, async (route) => {
    await mayRead
    await route.continue()
  })
  await bar.getByRole('button', { name: 'Disable' }).click()
  const dialog = page.getByRole('dialog', { name: '1 key failed' })
  await expect(dialog).toContainText('26 keys disabled')
  await expect(dialog).toContainText(alias)
  await expect(dialog).toContainText('KMSInvalidStateException')
  await dialog.getByRole('button', { name: 'Close', exact: true }).first().click()
  read()
  await expect(page.getByRole('row').filter({ hasText: 'Disabled' })).toHaveCount(25)
  await page.goto(pagePath(`keys?tag.team=${team}&state=Disabled`))
  await expect(page.getByRole('status').filter({ hasText: /^26 of/ })).toBeVisible()
})

test('columns, their order and the page size stay as they were chosen', async ({ page, newKey }) => {
  const { alias } = await newKey({ team: 'columns' }, { Description: 'On show' })
  await page.goto(pagePath(`keys?q=${alias}`))
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Show Description' }).click()
  await page.getByRole('checkbox', { name: 'Show Usage' }).click()
  await page.getByRole('button', { name: 'Move Status before' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/columns=alias\.state\.id\.spec\.regionality\.used\.description\.created/)
  await page.goto(pagePath(`keys?q=${alias}`))
  const heads = page.getByRole('columnheader')
  await expect(heads.nth(2)).toHaveText('Status')
  await expect(page.getByRole('columnheader', { name: 'Usage' })).toHaveCount(0)
  await expect(page.getByRole('cell', { name: 'On show' })).toBeVisible()
  await expect(page).toHaveURL(/columns=/)
  await page.getByRole('link', { name: 'Description' }).click()
  await expect(page).toHaveURL(/sort=description/)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('textbox', { name: 'Name of this view' }).fill('Mine')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: 'Never used' }).click()
  await expect(page).toHaveURL(/ever-used=no/)
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('link', { name: 'Mine' }).click()
  await expect(page).toHaveURL(/sort=description/)

  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByRole('columnheader', { name: 'Usage' })).toBeVisible()
})

test('the list is exported as it is filtered, and no spreadsheet runs what stands in it', async ({ page, newKey }) => {
  const team = uniqueName()
  const { keyId } = await newKey({ team }, { Description: '=1+1 <img src=x onerror=alert(1)>' })
  await newKey()
  await page.goto(pagePath(`keys?tag.team=${team}`))
  await page.getByRole('button', { name: 'Export' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV of 1 key' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('keys-us-east-1.csv')
  const lines = readFileSync(await download.path(), 'utf8').split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toContain(keyId)
  expect(lines[1]).toContain(",'=1+1 <img")
})

test('another Region shows none of the keys of this one', async ({ page, newKey }) => {
  const { keyId, alias } = await newKey()
  await page.goto(pagePath(`keys?q=${alias}`))
  await expect(page.getByRole('link', { name: alias })).toBeVisible()
  await page.getByRole('button', { name: /Region/ }).click()
  await page.getByRole('combobox', { name: 'Find a Region' }).fill('ireland')
  await page.getByRole('option', { name: /eu-west-1/ }).click()
  await expect(page).toHaveURL(new RegExp(`${pagePath('keys', 'eu-west-1')}$`))
  await expect(page.getByRole('main').getByText('No keys in eu-west-1 yet')).toBeVisible()
  await page.goto(pagePath(`keys/${keyId}`, 'eu-west-1'))
  await expect(page.getByRole('main').getByText('There is no such key in eu-west-1')).toBeVisible()
  await expect(page.getByRole('main').getByText('NotFoundException')).toBeVisible()
})

test('the create form says what is wrong before anything is made, and what was meant', async ({ page, newKey }) => {
  const { alias } = await newKey()
  await chooseKey(page)
  const field = page.getByRole('textbox', { name: 'Alias' })
  await field.fill('payments')
  await expect(page.getByRole('main').getByText('It begins with alias/')).toBeVisible()
  await expect(nextStep(page, 'administrators')).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'Use alias/payments' }).click()
  await expect(field).toHaveValue('alias/payments')
  await field.fill('alias/alias/x')
  await expect(page.getByRole('main').getByText(/The prefix stands there twice/)).toBeVisible()
  await field.fill(`alias/${alias}`)
  await expect(page.getByRole('main').getByText(/is the name of key/)).toBeVisible()
  await page.goto(pagePath('keys/create?step=review'))
  await expect(page.getByRole('link', { name: /Labels.* is the name of key/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create key' })).toHaveAttribute('aria-disabled', 'true')
})

test('a key is what the steps said: tags, rotation, administrators, users, other accounts', async ({
  page,
  newUser,
  kms,
}) => {
  const team = uniqueName()
  const [admin, user] = [await newUser(), await newUser()]
  await page.goto(pagePath('keys/create'))
  await expect(nextStep(page, 'labels')).toBeEnabled()
  await page.getByRole('switch', { name: 'Rotate by itself' }).click()
  await page.getByRole('spinbutton', { name: 'Days between rotations' }).fill('90')
  await nextStep(page, 'labels').click()
  await page.getByRole('button', { name: 'Add tag' }).click()
  await page.getByRole('textbox', { name: 'Key of tag 1' }).fill('team')
  await page.getByRole('textbox', { name: 'Value of tag 1' }).fill(team)
  await nextStep(page, 'administrators').click()
  await page.getByRole('checkbox', { name: `user/${admin.name}` }).click()
  await page.getByRole('switch', { name: 'Administrators may delete this key' }).click()
  const added = page.getByRole('region', { name: 'Added statements' })
  await expect(added).toContainText('Allow access for Key Administrators')
  await expect(added).not.toContainText('ScheduleKeyDeletion')
  await nextStep(page, 'users').click()
  await page.getByRole('checkbox', { name: `user/${user.name}` }).click()
  await page.getByRole('textbox', { name: 'Account id' }).fill('444455556666')
  await page.keyboard.press('Enter')
  await expect(added).toContainText('arn:aws:iam::444455556666:root')

  // Nothing of it is lost on the way back, nor by a reload.
  await page.reload()
  await expect(page.getByRole('checkbox', { name: `user/${user.name}` })).toBeChecked()
  await page.goBack()
  await expect(page).toHaveURL(/step=administrators/)
  await expect(page.getByRole('checkbox', { name: `user/${admin.name}` })).toBeChecked()
  await expect(page.getByRole('tabpanel')).toContainText(`"TagValue":"${team}"`)
  await page.getByRole('link', { name: 'Review' }).click()
  await page.getByRole('button', { name: 'Create key' }).dblclick()

  await expect(page).toHaveURL(/keys\/[0-9a-f-]{36}$/)
  await page.getByRole('link', { name: 'Key material and rotations' }).click()
  await expect(page.getByRole('main').getByText(/Automatic every 90 days/)).toBeVisible()
  await page.getByRole('link', { name: /^Tags/ }).click()
  await page.getByRole('link', { name: team }).click()
  // Two presses made one key.
  await expect(page.getByRole('main').getByTestId(/^key-/)).toHaveCount(1)
  const keyId = ((await page.getByTestId(/^key-/).getAttribute('data-testid')) ?? '').replace('key-', '')
  const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId: keyId }))
  const statements: readonly { Sid: string; Principal: unknown }[] = JSON.parse(Policy).Statement
  expect(statements.map(({ Sid }) => Sid)).toEqual([
    'Enable IAM User Permissions',
    'Allow access for Key Administrators',
    'Allow use of the key',
    'Allow attachment of persistent resources',
  ])
  expect(statements[2]?.Principal).toEqual({ AWS: [user.arn, 'arn:aws:iam::444455556666:root'] })
})

test('a creation that fails leaves the form as it was', async ({ page }) => {
  await page.goto(pagePath('keys/create?step=review'))
  const policy = page.getByRole('textbox', { name: 'Policy document' })
  await expect(page.getByRole('button', { name: 'Create key' })).toBeEnabled()
  const lockout = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::444455556666:root' },
    Action: 'kms:*',
    Resource: '*',
  }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [lockout] })
  await writeOver(policy, text)
  await page.getByRole('button', { name: 'Create key' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'MalformedPolicyDocumentException' })).toBeVisible()
  await page.reload()
  await expect(policy).toContainText('444455556666')
  await page.getByRole('button', { name: 'Rebuild from the choices' }).click()
  await expect(policy).toContainText('key-default-1')
})

test('a key is created by keyboard alone', async ({ page, kms }) => {
  const alias = `alias/${uniqueName()}`
  await page.goto(pagePath('keys'))
  await expect(page.getByRole('link', { name: /^Create (key|your first key)$/ })).toBeVisible()
  await page.keyboard.press('c')
  await expect(nextStep(page, 'labels')).toBeEnabled()
  await page.getByRole('radio', { name: 'Encrypt and decrypt' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'ECC_NIST_P384' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/step=labels/)
  await page.getByRole('textbox', { name: 'Alias' }).focus()
  await page.keyboard.type(alias)
  for (const step of ['administrators', 'users', 'review'] as const) {
    await nextStep(page, step).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`step=${step}`))
  }
  await page.getByRole('button', { name: 'Create key' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(alias.replace('alias/', ''))
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }))
  expect(KeyMetadata).toMatchObject({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'SIGN_VERIFY' })
})

test('what people wrote is shown as text, whatever it looks like', async ({ page, newKey }) => {
  const team = uniqueName()
  const markup = `<b id="injected">${team}</b>`
  const { keyId } = await newKey(
    { team, [markup.slice(0, 100)]: '\u202Egnirts' },
    { Description: `${markup} ${'x'.repeat(8000)}` },
  )
  for (const path of [`keys?tag.team=${team}&columns=alias.tags.description`, `keys/${keyId}/tags`]) {
    await page.goto(pagePath(path))
    await expect(page.getByRole('main').getByText(markup).first()).toBeVisible()
    await expect(page.locator('#injected')).toHaveCount(0)
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
    expect(wider).toBe(false)
  }
  await page.getByRole('button', { name: /Show all 8,0\d\d characters/ }).click()
  await expect(page.getByRole('button', { name: 'Show less' })).toBeVisible()
})
