import { DecryptCommand, EncryptCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms'
import type { Facts, Look, Scenario, World } from './scenario.ts'
import {
  base64,
  bytesOf,
  findKey,
  inPlayground,
  keepOne,
  keepWords,
  kept,
  newKey,
  refuse,
  refused,
  remembered,
  shown,
  since,
  terminal,
} from './support.ts'

const ADA = 'alias/customer-ada'
const BEN = 'alias/customer-ben'
const RECORDS = { [ADA]: 'Ada, born in 1985.', [BEN]: 'Ben, born in 1990.' } as const
const ADAS = { adaRecord: "Ada's record" }
const BENS = { benRecord: "Ben's record" }
const PROGRAM = 'archiver'
/** Who may delete keys. */
const KEEPER = 'keeper'
const DAY = 86_400_000

const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' }],
}

const KEEPER_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion'], Resource: '*' }],
}

export const cryptoShredding: Scenario = {
  name: 'crypto-shredding',
  number: 9,
  title: 'Deletion, the waiting period, and crypto-shredding',
  summary:
    "Make one customer's data unreadable in every backup at once, by deleting one key. See what the waiting period is for, and what is left when it ends.",
  minutes: 6,
  async begin(world) {
    await world.person(PROGRAM, POLICY)
    world.memory.set('ada', await newKey(world, ADA, { Description: 'Everything of the customer Ada' }))
    world.memory.set('ben', await newKey(world, BEN, { Description: 'Everything of the customer Ben' }))
    world.memory.set('benRecord', await sealRecord(world, BEN))
    await world.person(KEEPER, KEEPER_POLICY)
  },
  steps: [
    {
      title: "Encrypt Ada's record",
      text: [
        'Each customer of this archive has a key: `customer-ada` and `customer-ben`. Encrypt a record under the key of Ada, and think of the ciphertext as copied into a hundred backups.',
      ],
      link: inPlayground('Encrypt', 'ada'),
      async action(world) {
        world.memory.set('adaRecord', await sealRecord(world, ADA))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Encrypt', outcome: 'ok', key: remembered(world, 'ada') })
        if (made.length === 0) return 'Nothing was encrypted under the key of Ada yet.'
        await keepOne(world, 'adaRecord', () => sealRecord(world, ADA))
        return true
      },
      shows: (facts) => shown(facts, { ...ADAS, ...BENS }),
    },
    {
      title: 'Ask for it at once',
      text: [
        'Ada asks to be forgotten. Schedule the deletion of her key in 1 day. The console does not let you; the AWS CLI does, in a terminal, and AWS KMS refuses: 7 days are the least.',
        'A deleted key cannot be brought back by anybody, AWS included. So nobody can delete one in haste.',
      ],
      link: adaPage,
      snippets: ({ ada }) => [
        terminal(KEEPER, `aws kms schedule-key-deletion --key-id ${ada} --pending-window-in-days 1`),
      ],
      action: (world) => refuse(world, 'tooSoon', schedule(world, 1)),
      async check(world) {
        const failed = await world.log({ eventName: 'ScheduleKeyDeletion', outcome: 'error' })
        const [first] = failed.filter(({ errorCode }) => errorCode === 'ValidationException')
        return first ? keepWords(world, 'tooSoon', first) : 'No deletion in less than 7 days was refused yet.'
      },
      shows: refused('tooSoon'),
    },
    {
      title: 'Schedule the deletion',
      text: [
        'Schedule the deletion of the key of Ada in 7 days. From this moment the key does nothing more, and AWS charges nothing for it.',
        'The console says first who used it lately. AWS KMS itself would delete a key that is in use every second.',
      ],
      link: adaPage,
      async action(world) {
        await schedule(world, 7)
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'ada'))
        if (key?.KeyState !== 'PendingDeletion') return 'The deletion is not scheduled yet.'
        world.memory.set('deletion', key.DeletionDate?.toISOString() ?? '')
        return true
      },
      shows: (facts) => shown(facts, { deletion: 'It is deleted at' }),
    },
    {
      title: 'Watch who still needs it',
      text: [
        'Advance the [clock of this sandbox](sandbox-clock) by `P3D`, and decrypt the record of Ada, as a program would that nobody thought of. It is refused, and the log has it.',
        'This is what the waiting period is for: an alarm on these events tells you of a forgotten user while the deletion can still be cancelled.',
      ],
      link: inPlayground('Decrypt', 'ada'),
      snippets: (facts) => kept(facts, ADAS),
      async action(world) {
        await world.sandbox.advance('P3D')
        await refuse(world, 'pending', decrypt(world, 'adaRecord'))
      },
      async check(world) {
        const failed = await world.log({ eventName: 'Decrypt', outcome: 'error', key: remembered(world, 'ada') })
        const [first] = failed.filter(({ errorCode }) => errorCode === 'KMSInvalidStateException')
        if (!first) return 'Nobody has tried to decrypt under the key since.'
        world.memory.set('by', String(Object(first.record.userIdentity).arn))
        return keepWords(world, 'pending', first)
      },
      shows: (facts) => [...refused('pending')(facts), ...shown(facts, { by: 'Who still needs it, by the log' })],
    },
    {
      title: 'Let the waiting period end',
      text: [
        'Advance the [clock of this sandbox](sandbox-clock) by `P5D`. AWS KMS deletes the key: material, metadata, aliases and grants. The event `DeleteKey` in the log is its own, not that of a person.',
      ],
      link: () => ({ label: 'DeleteKey in the log', path: 'audit?event=DeleteKey' }),
      async action(world) {
        const left = new Date(remembered(world, 'deletion')).getTime() - world.now().getTime()
        await world.sandbox.advance(`P${Math.ceil(left / DAY) + 1}D`)
      },
      async check(world) {
        if (await findKey(world, remembered(world, 'ada'))) return 'The key is still there.'
        const [deleted] = await world.log({ eventName: 'DeleteKey', key: remembered(world, 'ada') })
        world.memory.set('deletedAt', (deleted?.time ?? world.now()).toISOString())
        return true
      },
      shows: (facts) => shown(facts, { deletedAt: 'Deleted at' }),
    },
    {
      title: "Try to open Ada's record",
      text: [
        'Decrypt it once more: no key is there to be chosen, so paste it under “Inspect a blob” and ask whether the context was right, which is a call of `Decrypt` with the ciphertext alone. The ciphertext lies where it lay, in all the hundred backups, and is noise for ever: this is crypto-shredding. Not one copy had to be found.',
        'AWS KMS does not even tell that there was such a key.',
      ],
      link: () => ({ label: 'Inspect a blob in the Playground', path: 'playground?op=Inspect' }),
      snippets: (facts) => kept(facts, ADAS),
      action: (world) => refuse(world, 'gone', decrypt(world, 'adaRecord')),
      async check(world) {
        const first = (await decryptsSince(world)).find(({ outcome }) => outcome !== 'ok')
        return first ? keepWords(world, 'gone', first) : 'Nobody has tried to decrypt since the key was deleted.'
      },
      shows: refused('gone'),
    },
    {
      title: "Open Ben's record",
      text: [
        'Decrypt the record of Ben. It opens. What is forgotten is exactly what was encrypted under the one key.',
        'So the keys decide what can be forgotten alone: one for each customer, or one for all of them.',
      ],
      link: inPlayground('Decrypt', 'ben'),
      snippets: (facts) => kept(facts, BENS),
      async action(world) {
        const { Plaintext } = await decrypt(world, 'benRecord')
        world.memory.set('opened', Buffer.from(Plaintext ?? []).toString())
      },
      async check(world) {
        const first = (await decryptsSince(world)).find(({ outcome }) => outcome === 'ok')
        return first ? true : 'Nothing was decrypted under the key of Ben since.'
      },
      shows: (facts) => shown(facts, { opened: 'The record' }),
    },
  ],
}

function adaPage(facts: Facts) {
  return { label: 'The key of Ada', path: `keys/${facts.ada}` }
}

/** Since the key of Ada is gone. */
async function decryptsSince(world: Look) {
  const entries = since(await world.log(), 'DeleteKey')
  return entries.filter(({ eventName }) => eventName === 'Decrypt')
}

function schedule(world: World, PendingWindowInDays: number) {
  const call = { KeyId: remembered(world, 'ada'), PendingWindowInDays }
  return world.kms({ as: KEEPER }).send(new ScheduleKeyDeletionCommand(call))
}

async function sealRecord(world: Look, KeyId: keyof typeof RECORDS): Promise<string> {
  const call = new EncryptCommand({ KeyId, Plaintext: Buffer.from(RECORDS[KeyId]) })
  return base64((await world.kms({ as: PROGRAM }).send(call)).CiphertextBlob)
}

async function decrypt(world: World, name: 'adaRecord' | 'benRecord') {
  const CiphertextBlob = bytesOf(remembered(world, name))
  return world.kms({ as: PROGRAM }).send(new DecryptCommand({ CiphertextBlob }))
}
