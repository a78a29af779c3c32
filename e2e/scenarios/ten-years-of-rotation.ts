import {
  DecryptCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyRotationStatusCommand,
  ListKeyRotationsCommand,
  type RotationsListEntry,
} from '@aws-sdk/client-kms'
import type { Look, Scenario } from './scenario.ts'
import {
  base64,
  bytesOf,
  createsKey,
  findKey,
  inPlayground,
  keepOne,
  kept,
  ofKey,
  remembered,
  rememberedOr,
  shown,
} from './support.ts'

const ALIAS = 'alias/archive'
const CONTEXT = { record: 'birth-4711' }
const RECORD = 'Born on the first day of the archive.'
const SEALED = { record: 'The record of the first day' }
const ROTATIONS = 10

export const tenYearsOfRotation: Scenario = {
  name: 'ten-years-of-rotation',
  number: 5,
  title: 'Ten years of rotation in a minute',
  summary:
    'Let a key rotate every year for ten years and watch its materials gather on the timeline. See that what was encrypted on the first day still opens, and by which material.',
  minutes: 4,
  steps: [
    createsKey('Create a key for an archive', ALIAS, 'The archive', [
      'Create a symmetric key with the alias `alias/archive`. It begins with one [key material](key-material).',
    ]),
    {
      title: 'Encrypt a record on the first day',
      text: [
        `Encrypt something under the key, as with the encryption context \`record\` = \`${CONTEXT.record}\`, and keep the ciphertext: in ten years it has to open.`,
        'The scenario keeps a record of its own as well, with that context. You find it in the step in which it is opened.',
      ],
      link: inPlayground('Encrypt'),
      async action(world) {
        world.memory.set('record', await seal(world))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Encrypt', outcome: 'ok', key: remembered(world, 'keyId') })
        if (made.length === 0) return `Nothing was encrypted under ${ALIAS} yet.`
        // After the first rotation it would be made with another material.
        if ((await rotationsOf(world)).length === 0) await keepOne(world, 'record', () => seal(world))
        return true
      },
      shows: (facts) => shown(facts, SEALED),
    },
    {
      title: 'Have the key rotated every year',
      text: [
        'Turn on automatic rotation with a period of 365 days. From then on AWS KMS adds a key material each year and encrypts with the newest. The key keeps its id, its ARN, its policy and its aliases, so no program notices.',
      ],
      link: ofKey('Key material and rotations', 'material'),
      async action(world) {
        const KeyId = remembered(world, 'keyId')
        await world.kms().send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 365 }))
      },
      async check(world) {
        const KeyId = remembered(world, 'keyId')
        const status = await world.kms().send(new GetKeyRotationStatusCommand({ KeyId }))
        if (!status.KeyRotationEnabled) return 'Automatic rotation is off.'
        if (status.RotationPeriodInDays === 365) return true
        return `The period is ${status.RotationPeriodInDays} days, not 365.`
      },
    },
    {
      title: 'Let ten years pass',
      text: [
        'Advance the [clock of this sandbox](sandbox-clock) by ten years: “+10 years” below the timeline does it. All that falls due on the way is done in order, each at its own time: ten rotations, with ten events in the log.',
        'Look at the timeline afterwards: one lane for each material, and a circle for each rotation.',
      ],
      link: ofKey('The timeline', 'material'),
      action: (world) => world.sandbox.advance('P3655D'),
      async check(world) {
        const { length } = await rotationsOf(world)
        if (length >= ROTATIONS) return true
        return `The key was rotated ${length} times, of ${ROTATIONS}.`
      },
    },
    {
      title: 'Open the record of the first day',
      text: [
        `Decrypt what was encrypted ten years ago, with its encryption context \`record\` = \`${CONTEXT.record}\`. Nothing was re-encrypted meanwhile: the ciphertext names the material that it was made with, and AWS KMS keeps them all.`,
        'A rotation protects what is encrypted from then on. It does nothing for a key that leaked before, and nothing to old ciphertexts.',
      ],
      link: inPlayground('Decrypt'),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        await rememberedOr(world, 'record', () => seal(world))
        const { Plaintext, KeyMaterialId } = await openRecord(world)
        world.memory.set('opened', Buffer.from(Plaintext ?? []).toString())
        world.memory.set('openedWith', KeyMaterialId ?? '')
      },
      async check(world) {
        const keyId = remembered(world, 'keyId')
        const opened = await world.log({ eventName: 'Decrypt', outcome: 'ok', key: keyId })
        const [last] = await rotationsOf(world)
        const after = last?.RotationDate ?? world.now()
        if (!opened.some(({ time }) => time >= after)) return 'Nothing was decrypted since the last rotation.'
        const key = await findKey(world, keyId)
        world.memory.set('newestMaterial', key?.CurrentKeyMaterialId ?? '')
        if (world.memory.get('record')) {
          await keepOne(world, 'openedWith', async () => (await openRecord(world)).KeyMaterialId ?? '')
        }
        return true
      },
      shows: (facts) =>
        shown(facts, {
          opened: 'The record',
          openedWith: 'The material that opens it',
          newestMaterial: 'The material of today',
        }),
    },
    {
      title: 'Encrypt today',
      text: [
        'Encrypt once more. The new ciphertext is made with the newest material, the eleventh on the timeline. Both open with the same call, and no program had to be changed for it in ten years.',
      ],
      link: inPlayground('Encrypt'),
      async action(world) {
        world.memory.set('newRecord', await seal(world))
      },
      async check(world) {
        const [last] = await rotationsOf(world)
        const made = await world.log({ eventName: 'Encrypt', outcome: 'ok', key: remembered(world, 'keyId') })
        const after = last?.RotationDate ?? world.now()
        return made.some(({ time }) => time >= after) ? true : 'Nothing was encrypted since the last rotation.'
      },
      shows: (facts) => shown(facts, { newRecord: 'The new ciphertext' }),
    },
  ],
}

async function seal(world: Look): Promise<string> {
  const call = new EncryptCommand({ KeyId: ALIAS, Plaintext: Buffer.from(RECORD), EncryptionContext: CONTEXT })
  return base64((await world.kms().send(call)).CiphertextBlob)
}

function openRecord(world: Look) {
  const CiphertextBlob = bytesOf(remembered(world, 'record'))
  return world.kms().send(new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT }))
}

/** Newest first. */
async function rotationsOf(world: Look): Promise<readonly RotationsListEntry[]> {
  const call = new ListKeyRotationsCommand({ KeyId: remembered(world, 'keyId'), Limit: 1000 })
  const { Rotations = [] } = await world.kms().send(call)
  return Rotations.toSorted((a, b) => Number(b.RotationDate ?? 0) - Number(a.RotationDate ?? 0))
}
