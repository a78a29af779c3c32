import { beforeEach, expect, it } from 'vitest'
import { newSubject, type Subject } from '#testing/calls.ts'
import { eventsOf } from '#testing/events.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness } from '#testing/harness.ts'
import { createGrantInventory, type ListGrantInventory } from './grant-inventory.ts'

let kms: Harness
let subject: Subject
let inventory: ListGrantInventory

beforeEach(async () => {
  kms = await openHarness()
  subject = await newSubject(kms)
  inventory = createGrantInventory(kms.ports)
})

const GRANTEE = `arn:aws:iam::${ACCOUNT}:root`
const grant = (KeyId: string, Name: string) =>
  kms.call('CreateGrant', { KeyId, Name, GranteePrincipal: GRANTEE, Operations: ['Decrypt'] })
const user = (name: string, ...Statement: object[]) =>
  kms.caller({ principal: kms.identities.user(ACCOUNT, name, { Version: '2012-10-17', Statement }) })
const allow = (Action: string, Resource = '*') => ({ Effect: 'Allow', Action, Resource })

it('gives the grants in force on all keys of a Region, and leaves one event', async () => {
  const other = await kms.newKey()
  await grant(subject.keyId, 'one')
  const { GrantId = '' } = await grant(other.KeyId, 'two')
  await grant(other.KeyId, 'three')
  await kms.call('RevokeGrant', { KeyId: other.KeyId, GrantId })
  const events = await eventsOf(kms, async () => {
    const { grants, isCut } = await inventory(kms.caller())
    expect(grants.map(({ Name }) => Name).sort()).toEqual(['one', 'three'])
    expect(isCut).toBe(false)
  })
  expect(events).toMatchObject([{ eventName: 'ListGrantInventory', outcome: 'ok', record: { readOnly: true } }])
  expect((await inventory(kms.caller({ region: OTHER_REGION }))).grants).toEqual([])
})

it('leaves out keys whose grants the caller may not list, and is refused to who may list no keys', async () => {
  const other = await kms.newKey()
  await grant(subject.keyId, 'one')
  await grant(other.KeyId, 'two')
  const half = user('half', allow('kms:ListKeys'), allow('kms:ListGrants', other.Arn))
  expect((await inventory(half)).grants).toMatchObject([{ Name: 'two', KeyId: other.Arn }])
  await expect(inventory(user('none', allow('kms:ListGrants')))).rejects.toMatchObject({
    code: 'AccessDeniedException',
  })
})
