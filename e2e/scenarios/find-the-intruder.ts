import {
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  RevokeGrantCommand,
} from '@aws-sdk/client-kms'
import type { Entry, Look, Origin, Scenario, World } from './scenario.ts'
import { base64, bytesOf, keepWords, newKey, refusalOf, refuse, refused, remembered, shown, since } from './support.ts'

const CARDS = 'alias/cards'
const PAYROLL = 'alias/payroll'
/** Whose access key was stolen. */
const VICTIM = 'reporting'

const LENA = as('lena', '198.51.100.24', 'aws-cli/2.27.41 os/macos lang/python#3.13.3')
const TOM = as('tom', '198.51.100.31', 'aws-cli/2.27.41 os/linux lang/python#3.13.3')
const SHOP = as('shop', '10.0.4.20', 'aws-sdk-java/2.31.9 os/Linux lang/java#21')
const BACKUP = as('backup', '10.0.9.8', 'aws-sdk-go-v2/1.36.3 os/linux lang/go#1.24.2')
const REPORT = as(VICTIM, '10.0.7.15', 'Boto3/1.38.3 os/linux lang/python#3.12.9')
const INTRUDER = as(VICTIM, '203.0.113.66', 'Boto3/1.34.46 os/linux#6.8.11-kali lang/python#3.11.9')

export const findTheIntruder: Scenario = {
  name: 'find-the-intruder',
  number: 10,
  title: 'Read the audit log: find the intruder',
  summary:
    'Somebody was in the account of a shop last night. Find out by the log who it was and what let them in, close it, and see the next attempt refused.',
  minutes: 8,
  sandbox: { clock: { set: '2026-03-02T08:00:00Z' } },
  async begin(world) {
    await people(world)
    await keys(world)
    for (const day of [1, 2, 3, 4]) await ordinaryDay(world, day)
    await world.sandbox.advance('PT17H')
    await night(world)
    await world.sandbox.advance('PT7H')
    await sell(world, 'morning')
  },
  steps: [
    {
      title: 'Find out who tried the doors',
      text: [
        'It is a Saturday morning. Look at what was denied: a single refusal is a mistake that people make, but several kinds of calls within moments, in the night, is somebody who does not know what the access key may do.',
        'Compare source address and user agent with what the same user does by day. Then deactivate the access key that those calls were made with, on the page of its user; the event names it.',
      ],
      link: () => ({ label: 'What was denied', path: 'audit?outcome=denied' }),
      async action(world) {
        const [event] = await ofIntruder(world)
        if (!event) throw new Error('nobody called from the address of the intruder')
        const AccessKeyId = accessKeyOf(event)
        await world.iam('UpdateAccessKey', { UserName: VICTIM, AccessKeyId, Status: 'Inactive' })
      },
      async check(world) {
        const events = await ofIntruder(world)
        const first = events.at(-1)
        const accessKey = first ? accessKeyOf(first) : ''
        const keys = await accessKeys(world)
        if (keys.some(({ AccessKeyId, Status }) => AccessKeyId === accessKey && Status === 'Active')) {
          const done = await world.log({ eventName: 'UpdateAccessKey', outcome: 'ok' })
          return done.length === 0
            ? 'The access key of the intruder is still active.'
            : 'An access key was deactivated, but the one of the intruder is still active.'
        }
        world.memory.set('accessKey', accessKey)
        world.memory.set('address', INTRUDER.from.sourceIp)
        world.memory.set('agent', INTRUDER.from.userAgent)
        return true
      },
      shows: (facts) => shown(facts, { accessKey: 'The access key', address: 'Used from', agent: 'By' }),
    },
    {
      title: 'See that it is not over',
      text: [
        `It was the access key of \`${VICTIM}\`, stolen: the program works from 10.0.7.15, the calls of the night came from 203.0.113.66.`,
        'Now it is the turn of the intruder: let it be done. The call comes with another access key of the same user, and a record of the cards is decrypted once more.',
      ],
      link: () => ({ label: 'From this address', path: `audit?ip=${INTRUDER.from.sourceIp}` }),
      async action(world) {
        if ((await activeKeys(world)).length > 0) await steal(world)
      },
      async check(world) {
        const [last] = await world.log({ eventName: 'Decrypt', by: VICTIM, outcome: 'ok' })
        const isBack = last && accessKeyOf(last) !== remembered(world, 'accessKey')
        if (!isBack && (await activeKeys(world)).length > 0) return 'The intruder has not come back yet.'
        world.memory.set('event', last?.eventId ?? '')
        if (last && isBack) world.memory.set('secondKey', accessKeyOf(last))
        return true
      },
      shows: (facts) => shown(facts, { event: 'The event', secondKey: 'The access key this time' }),
    },
    {
      title: 'Find what let them in, and revoke it',
      text: [
        'No policy allows this user anything on AWS KMS. Open the event of the decryption, and its tab Why? names the grant that allowed it.',
        'Lena made it days ago for one export, and nobody ended it. Revoke it, on the page Grants. The key has another grant, which the backup needs every day: leave that one.',
      ],
      link: (facts) => ({ label: 'Why it was allowed', path: `audit?id=${facts.event}&view=why` }),
      async action(world) {
        const KeyId = remembered(world, 'cards')
        for (const { GrantId } of await tooWide(world))
          await world.kms(LENA).send(new RevokeGrantCommand({ KeyId, GrantId }))
      },
      async check(world) {
        if ((await tooWide(world)).length === 0) return true
        const revoked = await world.log({ eventName: 'RevokeGrant', outcome: 'ok' })
        return revoked.length === 0
          ? 'The grant that let the intruder in is still in force.'
          : 'A grant was revoked, but not the one that let the intruder in.'
      },
      shows: (facts) => shown(facts, { grant: 'The grant that was too wide' }),
    },
    {
      title: 'Watch the next attempt',
      text: [
        'It is the turn of the intruder again: the same call, with the access key that still works. This time nothing allows it.',
        'A revoked grant counts no more from the moment that AWS KMS has told it to all its parts, which may take some minutes on AWS; here it is at once.',
      ],
      link: () => ({ label: 'From this address', path: `audit?ip=${INTRUDER.from.sourceIp}` }),
      async action(world) {
        if ((await activeKeys(world)).length > 0) await refuse(world, 'refused', steal(world))
      },
      async check(world) {
        const after = since(await world.log(), 'RevokeGrant').filter(({ eventName }) => eventName === 'Decrypt')
        const denied = after.find(({ outcome, record }) => outcome === 'denied' && isVictim(record))
        if (denied) return keepWords(world, 'refused', denied)
        const isLockedOut = (await activeKeys(world)).length === 0
        return isLockedOut ? true : 'The intruder has not tried again since the grant was revoked.'
      },
      shows: refused('refused'),
    },
    {
      title: 'Close the way back',
      text: [
        'Where did the second access key come from? The user may make its own: the intruder did so in the night, right after the first success. Look for `CreateAccessKey` in the log.',
        'Deactivate every access key of the user. A way in is seldom the only one: look at what was made after it, always.',
      ],
      link: () => ({ label: 'CreateAccessKey in the log', path: 'audit?event=CreateAccessKey' }),
      async action(world) {
        for (const { AccessKeyId } of await activeKeys(world)) {
          await world.iam('UpdateAccessKey', { UserName: VICTIM, AccessKeyId, Status: 'Inactive' })
        }
      },
      async check(world) {
        const left = await activeKeys(world)
        return left.length === 0 ? true : 'The user still has an access key that works.'
      },
      shows: (facts) => shown(facts, { secondKey: 'Made by the intruder' }),
    },
    {
      title: 'Say what was read',
      text: [
        'The log answers the question that is asked next: which records? The encryption context of each decryption stands in it, so a program that says there what it opens makes this list possible.',
        'The log is a tree of hashes with a signed root. Nobody can have taken an event out of last night without it showing; check it.',
      ],
      link: () => ({ label: 'Check the whole log', path: 'audit?verify=log' }),
      async check(world) {
        const read = (await ofIntruder(world)).filter(({ eventName, outcome }) => isRead(eventName, outcome))
        world.memory.set('read', [...new Set(read.map(orderOf))].toSorted().join(', '))
        return true
      },
      shows: (facts) => shown(facts, { read: 'Orders whose cards were read' }),
    },
  ],
}

/** A person, and where they work. */
function as(name: string, sourceIp: string, userAgent: string): { readonly as: string; readonly from: Origin } {
  return { as: name, from: { sourceIp, userAgent } }
}

async function people(world: World): Promise<void> {
  const own = allow(['iam:CreateAccessKey', 'iam:ListAccessKeys'], `arn:aws:iam::${world.account}:user/${VICTIM}`)
  await world.person(LENA.as, allow(['kms:*', 'iam:*']))
  await world.person(TOM.as, allow(['kms:ListAliases', 'kms:DescribeKey']))
  await world.person(SHOP.as, allow(['kms:Encrypt', 'kms:Decrypt']))
  await world.person(BACKUP.as)
  await world.person(VICTIM, own)
}

/** Lena's first day: two keys, two grants, and the export that one of them is for. */
async function keys(world: World): Promise<void> {
  const KeyId = await newKey(world, CARDS, { Description: 'Card numbers of the shop' }, LENA)
  world.memory.set('cards', KeyId)
  await newKey(world, PAYROLL, { Description: 'Salaries' }, LENA)
  await grant(world, BACKUP.as, 'nightly-backup', ['GenerateDataKey'])
  world.memory.set('grant', await grant(world, VICTIM, 'export-for-the-auditors', ['Decrypt', 'DescribeKey']))
  await sell(world, '1000')
  await world.sandbox.advance('PT2H')
  await open(world, REPORT, '1000')
}

async function grant(
  world: World,
  name: string,
  Name: string,
  Operations: ('Decrypt' | 'DescribeKey' | 'GenerateDataKey')[],
): Promise<string> {
  const GranteePrincipal = `arn:aws:iam::${world.account}:user/${name}`
  const call = { KeyId: remembered(world, 'cards'), GranteePrincipal, Name, Operations }
  return (await world.kms(LENA).send(new CreateGrantCommand(call))).GrantId ?? ''
}

async function ordinaryDay(world: World, day: number): Promise<void> {
  await world.sandbox.advance('P1D')
  const order = String(1000 + day)
  await sell(world, order)
  await open(world, SHOP, order)
  await world.kms(BACKUP).send(new GenerateDataKeyCommand({ KeyId: remembered(world, 'cards'), KeySpec: 'AES_256' }))
  if (day === 2) await world.kms(TOM).send(new ListAliasesCommand({}))
  // An honest mistake: he looks at a record while he hunts an error.
  if (day === 3) await refusalOf(open(world, TOM, order))
  if (day === 4) await world.kms(LENA).send(new ListKeysCommand({}))
}

/** Somebody tries what a stolen access key may do, finds the one thing, and makes a way back. */
async function night(world: World): Promise<void> {
  const KeyId = remembered(world, 'cards')
  const kms = world.kms(INTRUDER)
  await refusalOf(kms.send(new ListKeysCommand({})))
  await refusalOf(kms.send(new ListAliasesCommand({})))
  await refusalOf(kms.send(new GetKeyPolicyCommand({ KeyId })))
  await refusalOf(kms.send(new ListGrantsCommand({ KeyId })))
  await refusalOf(kms.send(new GenerateDataKeyCommand({ KeyId: PAYROLL, KeySpec: 'AES_256' })))
  await refusalOf(kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('test') })))
  for (const order of ['1001', '1002', '1003']) await open(world, INTRUDER, order)
  await world.iam('CreateAccessKey', { UserName: VICTIM }, INTRUDER)
}

/** A card is kept encrypted, bound to its order. */
async function sell(world: World, order: string): Promise<void> {
  const call = { KeyId: CARDS, Plaintext: Buffer.from('5555 5555 5555 4444'), EncryptionContext: { order } }
  const { CiphertextBlob } = await world.kms(SHOP).send(new EncryptCommand(call))
  world.memory.set(`card ${order}`, base64(CiphertextBlob))
}

function open(world: World, who: typeof SHOP, order: string) {
  const CiphertextBlob = bytesOf(remembered(world, `card ${order}`))
  return world.kms(who).send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { order } }))
}

/** The intruder's next attempt. */
const steal = (world: World) => open(world, INTRUDER, '1004')

function allow(Action: readonly string[], Resource = '*') {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }
}

/** What came from the intruder's address, newest first. */
async function ofIntruder(world: Look): Promise<readonly Entry[]> {
  const events = await world.log({ by: VICTIM })
  return events.filter(({ record }) => record.sourceIPAddress === INTRUDER.from.sourceIp)
}

const isVictim = ({ userIdentity }: Entry['record']) => Object(userIdentity).userName === VICTIM

const accessKeyOf = ({ record }: Entry) => String(Object(record.userIdentity).accessKeyId)

/** None, too, where the whole user was deleted. */
async function accessKeys(world: Look) {
  const { Users } = await world.iam('ListUsers', {})
  if (!Users.some(({ UserName }) => UserName === VICTIM)) return []
  return (await world.iam('ListAccessKeys', { UserName: VICTIM })).AccessKeyMetadata
}

async function activeKeys(world: Look) {
  return (await accessKeys(world)).filter(({ Status }) => Status === 'Active')
}

/** Grants that let the stolen user decrypt. */
async function tooWide(world: Look) {
  const { Grants = [] } = await world.kms().send(new ListGrantsCommand({ KeyId: remembered(world, 'cards') }))
  return Grants.filter(({ GranteePrincipal }) => GranteePrincipal?.endsWith(`:user/${VICTIM}`))
}

const isRead = (eventName: string, outcome: string) => eventName === 'Decrypt' && outcome === 'ok'

function orderOf({ record: { requestParameters } }: Entry): string {
  const { encryptionContext } = Object(requestParameters)
  return String(Object(encryptionContext).order)
}
