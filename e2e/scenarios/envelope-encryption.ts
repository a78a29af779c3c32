import { DecryptCommand, DisableKeyCommand, EncryptCommand, GenerateDataKeyCommand } from '@aws-sdk/client-kms'
import type { Entry, Look, Scenario, World } from './scenario.ts'
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
  shown,
} from './support.ts'

const ALIAS = 'alias/files'
const PROGRAM = 'archiver'
const CONTEXT = { file: 'report-2026.txt' }
const DATA_KEY = { dataKey: 'The encrypted data key' }
const FILE = 'Quarterly report. '.repeat(400)

/** What the program may do: all that it needs, and nothing of what an administrator does. */
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      Resource: '*',
    },
  ],
}

export const envelopeEncryption: Scenario = {
  name: 'envelope-encryption',
  number: 1,
  title: 'Envelope encryption',
  summary:
    'Encrypt a file that is too large for AWS KMS, with a data key that never leaves your program unencrypted. See what the encryption context binds, and what one disabled key locks.',
  minutes: 6,
  begin: (world) => world.person(PROGRAM, POLICY),
  steps: [
    createsKey('Create a key for files', ALIAS, 'Files of the archive', [
      'Create a symmetric key and give it the alias `alias/files`. All other answers of the wizard can stay as they are.',
      'Its [key material](key-material) never leaves AWS KMS. Whatever is encrypted under it comes back to AWS KMS to be decrypted.',
    ]),
    {
      title: 'Try to encrypt the whole file',
      text: [
        `The file has ${FILE.length.toLocaleString('en')} bytes. Send more than 4,096 bytes to \`Encrypt\`, and AWS KMS refuses them: it is no place to send data through, it keeps keys.`,
        'Paste the file, or any longer text, into the Playground and send it all the same.',
      ],
      link: inPlayground('Encrypt'),
      snippets: () => [{ label: 'The file', text: FILE }],
      async action(world) {
        const Plaintext = Buffer.from(FILE)
        const call = new EncryptCommand({ KeyId: ALIAS, Plaintext, EncryptionContext: CONTEXT })
        await refuse(world, 'tooLong', world.kms({ as: PROGRAM }).send(call))
      },
      async check(world) {
        const failed = await world.log({ eventName: 'Encrypt', outcome: 'error' })
        const [first] = failed.filter(({ errorCode }) => errorCode === 'ValidationException')
        return first ? keepWords(world, 'tooLong', first) : 'No call of Encrypt was refused as too long yet.'
      },
      shows: refused('tooLong'),
    },
    {
      title: 'Ask for a data key',
      text: [
        '`GenerateDataKey` answers one new [data key](data-key) twice: as plaintext, to encrypt with now, and encrypted under the key of AWS KMS, to be kept beside the data.',
        'Give the [encryption context](encryption-context) `file` = `report-2026.txt`. It is no secret: it is bound to the encrypted copy, and stands in the audit log.',
      ],
      link: inPlayground('GenerateDataKey'),
      async action(world) {
        const answer = await dataKey(world)
        answer.Plaintext?.fill(0)
        world.memory.set('firstDataKey', base64(answer.CiphertextBlob))
      },
      async check(world) {
        const made = await world.log({ eventName: 'GenerateDataKey', outcome: 'ok', key: remembered(world, 'keyId') })
        if (made.length === 0) return `No data key was asked for under ${ALIAS} yet.`
        if (!made.some(({ record }) => isOurs(record))) {
          return 'A data key was asked for, but not with the encryption context file = report-2026.txt.'
        }
        return true
      },
      shows: (facts) => shown(facts, { firstDataKey: 'The encrypted copy' }),
    },
    {
      title: 'Encrypt the file, and forget the key',
      text: [
        'Now the program does it at one go: it asks for a data key, encrypts the file with AES-256-GCM on its own machine, and overwrites the plaintext key. What it stores is the encrypted file with the encrypted data key beside it: an envelope.',
        'That happens outside AWS KMS, and no log has it. By hand: ask for a data key with the same context, write something under “Your data”, press “Encrypt it here”, then “Unwrap the key by Decrypt”, as a careful program tries before it forgets the key. That call is what this step waits for.',
      ],
      link: inPlayground('GenerateDataKey'),
      async action(world) {
        const { file } = await makeEnvelope(world)
        await openFile(world, file)
      },
      async check(world) {
        const opened = await decryptsOf(world)
        if (!opened.some(isOpened)) return `No data key was unwrapped with the context file = ${CONTEXT.file} yet.`
        await keepOne(world, 'file', async () => (await makeEnvelope(world)).file)
        return true
      },
      shows: ({ file = '', dataKey: blob = '' }) => [
        {
          label: 'The encrypted file',
          value: `${file.slice(0, 96)}… (${bytesOf(file).length.toLocaleString('en')} bytes)`,
        },
        { label: 'The encrypted data key', value: blob },
      ],
    },
    {
      title: 'Try to open it as another file',
      text: [
        'Decrypt the encrypted data key, but say `file` = `another.txt`. AWS KMS refuses, without a word of why: the context is authenticated with the key, and must be the same to the letter.',
        'So an envelope that was put in the place of another one does not open.',
      ],
      link: inPlayground('Decrypt'),
      snippets: (facts) => kept(facts, DATA_KEY),
      async action(world) {
        const call = new DecryptCommand({
          CiphertextBlob: await keptDataKey(world),
          EncryptionContext: { file: 'another.txt' },
        })
        await refuse(world, 'wrong', world.kms({ as: PROGRAM }).send(call))
      },
      async check(world) {
        const failed = (await decryptsOf(world)).find(isWrong)
        return failed
          ? keepWords(world, 'wrong', failed)
          : 'No call of Decrypt failed with InvalidCiphertextException yet.'
      },
      shows: refused('wrong'),
    },
    {
      title: 'Open the file',
      text: [
        'Decrypt the encrypted data key with the context that it was made with, `file` = `report-2026.txt`. The program opens the file with what comes back.',
        'The call need not name a key: a ciphertext of a symmetric key says by itself what it was encrypted under.',
      ],
      link: inPlayground('Decrypt'),
      snippets: (facts) => kept(facts, DATA_KEY),
      async action(world) {
        await keptDataKey(world)
        world.memory.set('opened', await openFile(world, remembered(world, 'file')))
      },
      async check(world) {
        const decrypts = await decryptsOf(world)
        const isDone = decrypts.slice(0, decrypts.findIndex(isWrong)).some(isOpened)
        return isDone ? true : 'The data key was not decrypted with its own context since.'
      },
      shows: ({ opened: text = FILE }) => [{ label: 'The file', value: `${text.slice(0, 72)}…` }],
    },
    {
      title: 'Disable the key, and try again',
      text: [
        'Disable the key, then decrypt the data key once more, in the tab Playground. The file lies where it was, and so does its data key; but nobody opens either until the key is enabled again.',
        'That is the point of an envelope: a million files, and one switch.',
      ],
      link: ofKey('The key'),
      snippets: (facts) => kept(facts, DATA_KEY),
      async action(world) {
        const CiphertextBlob = await keptDataKey(world)
        await world.kms().send(new DisableKeyCommand({ KeyId: remembered(world, 'keyId') }))
        const call = new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT })
        await refuse(world, 'disabled', world.kms({ as: PROGRAM }).send(call))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState !== 'Disabled') return 'The key is not disabled yet.'
        const failed = (await decryptsOf(world)).find(({ errorCode }) => errorCode === 'DisabledException')
        if (failed) return keepWords(world, 'disabled', failed)
        return 'The key is disabled, but nobody has tried to decrypt since.'
      },
      shows: refused('disabled'),
    },
  ],
}

function dataKey(world: Look) {
  const call = new GenerateDataKeyCommand({ KeyId: ALIAS, KeySpec: 'AES_256', EncryptionContext: CONTEXT })
  return world.kms({ as: PROGRAM }).send(call)
}

/** Remembers the encrypted file, and its encrypted data key. */
async function makeEnvelope(world: Look): Promise<{ readonly file: string }> {
  const { Plaintext = new Uint8Array(), CiphertextBlob } = await dataKey(world)
  const file = base64(await seal(Plaintext, FILE))
  Plaintext.fill(0)
  world.memory.set('dataKey', base64(CiphertextBlob))
  world.memory.set('file', file)
  return { file }
}

async function keptDataKey(world: World): Promise<Uint8Array> {
  if (!world.memory.get('dataKey')) await makeEnvelope(world)
  return bytesOf(remembered(world, 'dataKey'))
}

async function openFile(world: World, file: string): Promise<string> {
  const CiphertextBlob = bytesOf(remembered(world, 'dataKey'))
  const call = new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT })
  const { Plaintext: key = new Uint8Array() } = await world.kms({ as: PROGRAM }).send(call)
  const text = await unseal(key, bytesOf(file))
  key.fill(0)
  return text
}

const decryptsOf = (world: Look) => world.log({ eventName: 'Decrypt' })
const isWrong = ({ errorCode }: Entry) => errorCode === 'InvalidCiphertextException'
const isOpened = ({ outcome, record }: Entry) => outcome === 'ok' && isOurs(record)

/** Whether a call was made with the encryption context of the file. */
function isOurs({ requestParameters }: Readonly<Record<string, unknown>>): boolean {
  const { encryptionContext } = Object(requestParameters)
  return Object(encryptionContext).file === CONTEXT.file
}

/** AES-256-GCM: a nonce of 12 bytes, then ciphertext and tag. */
async function seal(key: Uint8Array, text: string): Promise<Uint8Array> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await imported(key), Buffer.from(text))
  return Buffer.concat([iv, new Uint8Array(sealed)])
}

async function unseal(key: Uint8Array, sealed: Uint8Array): Promise<string> {
  const [iv, rest] = [Uint8Array.from(sealed.subarray(0, 12)), Uint8Array.from(sealed.subarray(12))]
  return Buffer.from(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await imported(key), rest)).toString()
}

function imported(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, ['encrypt', 'decrypt'])
}
