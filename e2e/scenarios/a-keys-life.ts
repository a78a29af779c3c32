import {
  CancelKeyDeletionCommand,
  DecryptCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms'
import type { Look, Scenario, World } from './scenario.ts'
import {
  base64,
  bytesOf,
  createsKey,
  findKey,
  inPlayground,
  keepOne,
  keepWords,
  kept,
  ofKey,
  refuse,
  refused,
  remembered,
  rememberedOr,
  shown,
  since,
} from './support.ts'

const ALIAS = 'alias/orders'
const SHOP = 'shop'
const ORDER = 'Order 4711: two lamps'
const SEALED = { order: 'The encrypted order' }
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' }],
}

export const aKeysLife: Scenario = {
  name: 'a-keys-life',
  number: 2,
  title: "A key's life",
  summary:
    'Take a key from its creation through use, a pause, and a deletion that is called off in time. See what each state lets pass, and how the waiting period finds out who still needs the key.',
  minutes: 5,
  begin: (world) => world.person(SHOP, POLICY),
  steps: [
    createsKey('Create a key for orders', ALIAS, 'Orders of the shop', [
      'Create a symmetric key with the alias `alias/orders`. It is enabled at once.',
      'The alias is a name that can be given to another key later. The key id stays what it is for the whole life of the key.',
    ]),
    {
      title: 'Use it',
      text: [
        `Encrypt an order, as \`${ORDER}\`. The program of the shop, the user \`shop\`, does so with the name of the key; from then on the ciphertext alone is enough to decrypt it.`,
      ],
      link: inPlayground('Encrypt'),
      async action(world) {
        world.memory.set('order', await sealOrder(world))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Encrypt', outcome: 'ok', key: remembered(world, 'keyId') })
        if (made.length === 0) return `Nothing was encrypted under ${ALIAS} yet.`
        await keepOne(world, 'order', () => sealOrder(world))
        return true
      },
      shows: (facts) => shown(facts, SEALED),
    },
    {
      title: 'Disable it',
      text: [
        'Disable the key, and let the shop try to read its order: decrypt it in the tab Playground of the key. The call is told at once that the key is disabled; nothing is lost.',
        'This is the first thing to do with a key that nobody seems to need: whoever needs it after all says so, and it is on again within seconds.',
      ],
      link: ofKey('The key'),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        await rememberedOr(world, 'order', () => sealOrder(world))
        await world.kms().send(new DisableKeyCommand({ KeyId: remembered(world, 'keyId') }))
        await refuse(world, 'disabled', readOrder(world))
      },
      async check(world) {
        const KeyId = remembered(world, 'keyId')
        if ((await findKey(world, KeyId))?.KeyState !== 'Disabled') return 'The key is not disabled yet.'
        const failed = await world.log({ eventName: 'Decrypt', outcome: 'error', key: KeyId })
        const refusal = failed.find(({ errorCode }) => errorCode === 'DisabledException')
        if (refusal) return keepWords(world, 'disabled', refusal)
        return 'The key is disabled, but nobody has tried to decrypt since.'
      },
      shows: refused('disabled'),
    },
    {
      title: 'Enable it again',
      text: [
        'Enable the key, and decrypt the order once more. It opens as before: disabling changes no [key material](key-material).',
      ],
      link: ofKey('The key'),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        await world.kms().send(new EnableKeyCommand({ KeyId: remembered(world, 'keyId') }))
        const { Plaintext } = await readOrder(world)
        world.memory.set('opened', Buffer.from(Plaintext ?? []).toString())
      },
      async check(world) {
        const KeyId = remembered(world, 'keyId')
        if ((await findKey(world, KeyId))?.KeyState !== 'Enabled') return 'The key is not enabled yet.'
        const after = since(await world.log({ key: KeyId }), 'EnableKey')
        const opened = after.some(({ eventName, outcome }) => eventName === 'Decrypt' && outcome === 'ok')
        return opened ? true : 'The key is enabled, but nothing was decrypted since.'
      },
      shows: (facts) => shown(facts, { opened: 'The order' }),
    },
    {
      title: 'Schedule its deletion',
      text: [
        'A deleted key is gone for good, and with it all that was encrypted under it. So AWS KMS waits: 7 days at least, 30 where nothing is said.',
        'Schedule the deletion with a waiting period of 7 days.',
      ],
      link: ofKey('The key'),
      async action(world) {
        const KeyId = remembered(world, 'keyId')
        await world.kms().send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState !== 'PendingDeletion') return 'No deletion is scheduled yet.'
        world.memory.set('deletionDate', key.DeletionDate?.toISOString() ?? '')
        return true
      },
      shows: (facts) => shown(facts, { deletionDate: 'To be deleted at' }),
    },
    {
      title: 'Find out who still needs it',
      text: [
        'Advance the [clock of this sandbox](sandbox-clock) by `P3D`, in the panel that opens from the bar at the top. Three days later the shop wants to read its order: decrypt it. A key that waits for its deletion does nothing any more, and the call fails.',
        'The refusal stands in the audit log, with who called and for what. To look for such events is what the waiting period is for.',
      ],
      link: inPlayground('Decrypt'),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        await world.sandbox.advance('P3D')
        await refuse(world, 'pending', readOrder(world))
      },
      async check(world) {
        const failed = await world.log({ eventName: 'Decrypt', outcome: 'error', key: remembered(world, 'keyId') })
        const refusal = failed.find(({ errorCode }) => errorCode === 'KMSInvalidStateException')
        if (refusal) return keepWords(world, 'pending', refusal)
        return 'Nobody has tried to decrypt since the deletion was scheduled.'
      },
      shows: refused('pending'),
    },
    {
      title: 'Call the deletion off',
      text: [
        'Cancel the deletion while there is time. The key is disabled then, so that nothing starts to work by accident: enable it too.',
      ],
      link: ofKey('The key'),
      async action(world) {
        const KeyId = remembered(world, 'keyId')
        const key = await findKey(world, KeyId)
        if (key?.KeyState === 'PendingDeletion') await world.kms().send(new CancelKeyDeletionCommand({ KeyId }))
        await world.kms().send(new EnableKeyCommand({ KeyId }))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState === 'Enabled') return true
        return key?.KeyState === 'Disabled'
          ? 'The deletion is called off; the key is still disabled.'
          : 'The key is still to be deleted.'
      },
    },
  ],
}

async function sealOrder(world: Look): Promise<string> {
  const call = new EncryptCommand({ KeyId: ALIAS, Plaintext: Buffer.from(ORDER) })
  return base64((await world.kms({ as: SHOP }).send(call)).CiphertextBlob)
}

async function readOrder(world: World) {
  const CiphertextBlob = bytesOf(await rememberedOr(world, 'order', () => sealOrder(world)))
  return world.kms({ as: SHOP }).send(new DecryptCommand({ CiphertextBlob }))
}
