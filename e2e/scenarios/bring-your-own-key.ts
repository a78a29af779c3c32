import {
  DecryptCommand,
  EncryptCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
} from '@aws-sdk/client-kms'
import type { Look, Scenario, World } from './scenario.ts'
import {
  base64,
  bytesOf,
  findKey,
  inPlayground,
  keepOne,
  keepWords,
  kept,
  newKey,
  ofKey,
  refuse,
  refused,
  remembered,
  rememberedOr,
  shown,
} from './support.ts'

const ALIAS = 'alias/own'
const CONTRACT = 'Signed with a key that we made ourselves.'
/** An account that stands for the safe of whoever made the material: their copy is encrypted under a key there. */
const SAFE = { account: '444455556666' }
const SAFE_KEY = 'alias/safe'
const SEALED = { contract: 'The encrypted contract' }
const DAY = 86_400_000
const DAYS = 30

export const bringYourOwnKey: Scenario = {
  name: 'bring-your-own-key',
  number: 6,
  title: 'Bring your own key, and let it expire',
  summary:
    'Import key material that you made, for thirty days, and let the time run out. See what closes when it is gone, and that only the very same material opens it again.',
  minutes: 7,
  async begin(world) {
    await world.newAccount(SAFE.account, 'Our safe')
    await newKey(world, SAFE_KEY, { Description: 'Copies of material of our own' }, SAFE)
  },
  steps: [
    {
      title: 'Create a key without material',
      text: [
        'Create a symmetric key with the alias `alias/own`, and choose `EXTERNAL` as the origin of its [key material](key-material): you import it. Then encrypt something under the key, in its tab Playground: it is refused, for there is nothing to encrypt with.',
        'The key is all there, with ARN, policy and alias, and waits in the state `PendingImport`.',
      ],
      link: (facts) => (facts.keyId ? inPlayground('Encrypt')(facts) : { label: 'Create key', path: 'keys/create' }),
      async action(world) {
        if (!(await findKey(world, ALIAS))) {
          await newKey(world, ALIAS, { Description: 'Material of our own', Origin: 'EXTERNAL' })
        }
        await refuse(world, 'empty', encrypt(world))
      },
      async check(world) {
        const key = await findKey(world, ALIAS)
        if (!key?.KeyId) return `No key has the alias ${ALIAS} yet.`
        world.memory.set('keyId', key.KeyId)
        if (key.Origin !== 'EXTERNAL') return `${ALIAS} has material that AWS KMS made.`
        const [first] = await failedOf(world, 'Encrypt')
        return first ? keepWords(world, 'empty', first) : 'Nobody has tried to encrypt under the empty key yet.'
      },
      shows: refused('empty'),
    },
    {
      title: 'Import material for thirty days',
      text: [
        'Make 256 random bits, and import them so that they expire in 30 days. AWS KMS gives you an RSA public key and a token; you encrypt the bits under that key by RSA-OAEP, and send what comes of it with the token. Nobody on the way can read them.',
        'The console makes and wraps material in your browser. Save it then: AWS KMS never gives it back, and you will need it. If you let it be done, a copy goes into another account of this sandbox, Our safe.',
      ],
      link: importPage('first'),
      async action(world) {
        const material = crypto.getRandomValues(new Uint8Array(32))
        await putAway(world, material)
        await bring(world, material, {
          ExpirationModel: 'KEY_MATERIAL_EXPIRES',
          ValidTo: new Date(world.now().getTime() + DAYS * DAY),
        })
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState !== 'Enabled') return 'The key has no material yet.'
        if (!key.ValidTo) return 'The material of the key never expires.'
        world.memory.set('validTo', key.ValidTo.toISOString())
        world.memory.set('materialId', key.CurrentKeyMaterialId ?? '')
        return true
      },
      shows: (facts) => shown(facts, { validTo: 'It expires at', materialId: 'The id of the material' }),
    },
    {
      title: 'Encrypt a contract',
      text: ['Encrypt something, and keep the ciphertext. It is to be opened when the material is gone.'],
      link: inPlayground('Encrypt'),
      async action(world) {
        world.memory.set('contract', await sealContract(world))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Encrypt', outcome: 'ok', key: remembered(world, 'keyId') })
        if (made.length === 0) return 'Nothing was encrypted under the key yet.'
        await keepOne(world, 'contract', () => sealContract(world))
        return true
      },
      shows: (facts) => shown(facts, SEALED),
    },
    {
      title: 'Let the time run out',
      text: [
        'Advance the [clock of this sandbox](sandbox-clock) by `P31D`. At the moment that you set, AWS KMS deletes the material by itself, and the key is back in `PendingImport`. No waiting period protects you here: that is the use of it, and the danger.',
      ],
      link: ofKey('Key material', 'material'),
      async action(world) {
        const left = new Date(remembered(world, 'validTo')).getTime() - world.now().getTime()
        await world.sandbox.advance(`P${Math.ceil(left / DAY) + 1}D`)
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState !== 'PendingImport') return 'The material is still there.'
        world.memory.set('goneAt', world.now().toISOString())
        return true
      },
      shows: (facts) => shown(facts, { validTo: 'It expired at', goneAt: 'The time in this sandbox' }),
    },
    {
      title: 'Try to open the contract',
      text: [
        'Decrypt the contract. AWS KMS finds the key, and nothing in it: the call fails by the state of the key, not for want of a permission.',
        'Whatever was encrypted under the key is closed now, in every place where it lies.',
      ],
      link: inPlayground('Decrypt'),
      snippets: (facts) => kept(facts, SEALED),
      action: (world) => refuse(world, 'closed', decrypt(world)),
      async check(world) {
        const [first] = await failedOf(world, 'Decrypt')
        return first ? keepWords(world, 'closed', first) : 'Nobody has tried to decrypt since the material is gone.'
      },
      shows: refused('closed'),
    },
    {
      title: 'Try other material',
      text: [
        'Import material again, but 256 other bits: “Fresh” makes them. AWS KMS still knows which material the key has had, and refuses any other in its place.',
        'So a key never silently changes what it opens.',
      ],
      link: importPage('1'),
      action: (world) => refuse(world, 'other', bring(world, crypto.getRandomValues(new Uint8Array(32)), KEPT)),
      async check(world) {
        const failed = await world.log({ eventName: 'ImportKeyMaterial', outcome: 'error' })
        const other = failed.find(({ errorCode }) => errorCode === 'IncorrectKeyMaterialException')
        return other ? keepWords(world, 'other', other) : 'No other material has been refused yet.'
      },
      shows: refused('other'),
    },
    {
      title: 'Import the same material again',
      text: [
        'Import the material that you kept, “A file I kept”, this time without an expiry. The key is enabled at once.',
        'Had you lost it, nobody could help: AWS keeps no copy of imported material.',
      ],
      link: importPage('1'),
      async action(world) {
        await bring(world, await fromSafe(world), KEPT)
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'keyId'))
        if (key?.KeyState !== 'Enabled') return 'The key still waits for its material.'
        world.memory.set('materialId', key.CurrentKeyMaterialId ?? '')
        return true
      },
      shows: (facts) => shown(facts, { materialId: 'The id of the material, as before' }),
    },
    {
      title: 'Open the contract',
      text: ['Decrypt the contract once more. It opens, as if nothing had been.'],
      link: inPlayground('Decrypt'),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        const { Plaintext } = await decrypt(world)
        world.memory.set('opened', Buffer.from(Plaintext ?? []).toString())
      },
      async check(world) {
        const [opened] = await world.log({ eventName: 'Decrypt', key: remembered(world, 'keyId') })
        return opened?.outcome === 'ok' ? true : 'Nothing was decrypted since the material is back.'
      },
      shows: (facts) => shown(facts, { opened: 'The contract' }),
    },
  ],
}

const KEPT = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const

/** The import of the first material, or of that one again. */
function importPage(material: 'first' | '1') {
  return ofKey('Import key material', `material?import=${material}&way=browser`)
}

type Expiry = Pick<ImportKeyMaterialCommandInput, 'ExpirationModel' | 'ValidTo'>

/** Wraps material as its owner would, and imports it. */
async function bring(world: World, material: Uint8Array, expiry: Expiry): Promise<void> {
  const KeyId = remembered(world, 'keyId')
  const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const
  const asked = new GetParametersForImportCommand({ KeyId, ...wrapping })
  const { PublicKey = new Uint8Array(), ImportToken } = await world.kms().send(asked)
  const oaep = { name: 'RSA-OAEP', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('spki', Uint8Array.from(PublicKey), oaep, false, ['encrypt'])
  const wrapped = await crypto.subtle.encrypt(oaep, key, Uint8Array.from(material))
  const call = { KeyId, ImportToken, EncryptedKeyMaterial: new Uint8Array(wrapped), ...expiry }
  await world.kms().send(new ImportKeyMaterialCommand(call))
}

/** Keeps a copy of material, encrypted. */
async function putAway(world: World, material: Uint8Array): Promise<void> {
  const call = new EncryptCommand({ KeyId: SAFE_KEY, Plaintext: material })
  world.memory.set('copy', base64((await world.kms(SAFE).send(call)).CiphertextBlob))
}

async function fromSafe(world: World): Promise<Uint8Array> {
  const copy = world.memory.get('copy')
  if (!copy) throw new Error('The material was made in your browser, and only you have it: import it by hand.')
  const { Plaintext } = await world.kms(SAFE).send(new DecryptCommand({ CiphertextBlob: bytesOf(copy) }))
  return Plaintext ?? new Uint8Array()
}

function encrypt(world: Look) {
  return world.kms().send(new EncryptCommand({ KeyId: ALIAS, Plaintext: Buffer.from(CONTRACT) }))
}

async function sealContract(world: Look): Promise<string> {
  return base64((await encrypt(world)).CiphertextBlob)
}

async function decrypt(world: World) {
  const CiphertextBlob = bytesOf(await rememberedOr(world, 'contract', () => sealContract(world)))
  return world.kms().send(new DecryptCommand({ CiphertextBlob }))
}

/** Calls that the state of the key refused. */
async function failedOf(world: Look, eventName: string) {
  const failed = await world.log({ eventName, outcome: 'error' })
  return failed.filter(({ errorCode }) => errorCode === 'KMSInvalidStateException')
}
