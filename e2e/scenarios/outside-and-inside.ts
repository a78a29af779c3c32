import { DecryptCommand, DisableKeyCommand, GetPublicKeyCommand, SignCommand, VerifyCommand } from '@aws-sdk/client-kms'
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
  rememberedOr,
  shown,
  withFile,
} from './support.ts'

const LETTERS = 'alias/letters'
const SEAL = 'alias/seal'
const SEALED = { letter: 'The letter, encrypted' }
const READER = 'reader'
const LETTER = 'Come on Thursday, and bring the plans.'
const SECOND_LETTER = 'Thursday is off. Burn the plans.'
const ORDER = 'Pay 100 euros to Lena.'
const FORGED = 'Pay 900 euros to Lena.'
const EncryptionAlgorithm = 'RSAES_OAEP_SHA_256'

/** It opens, signs and verifies; it encrypts nothing, as that is done outside. */
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:Sign', 'kms:Verify'], Resource: '*' }],
}

export const outsideAndInside: Scenario = {
  name: 'outside-and-inside',
  number: 14,
  title: 'Outside and inside: asymmetric keys',
  summary:
    'Encrypt with a public key outside of AWS KMS and decrypt inside; sign inside and verify outside. See what a public key can do without any permission, and what it cannot be stopped from.',
  minutes: 6,
  begin: (world) => world.person(READER, POLICY),
  steps: [
    {
      title: 'Create a key for letters',
      text: [
        'Create an asymmetric key to encrypt and decrypt, `RSA_2048`, with the alias `alias/letters`. It is a pair: a private key that stays in AWS KMS, and a public key for everybody.',
      ],
      link: () => ({ label: 'Create key', path: 'keys/create' }),
      async action(world) {
        await newKey(world, LETTERS, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
      },
      async check(world) {
        const key = await findKey(world, LETTERS)
        if (!key?.KeyId) return `No key has the alias ${LETTERS} yet.`
        if (!key.EncryptionAlgorithms?.includes(EncryptionAlgorithm)) {
          return `${LETTERS} is a ${key.KeySpec} key with the usage ${key.KeyUsage}, not an RSA key to encrypt and decrypt.`
        }
        world.memory.set('letters', key.KeyId)
        return true
      },
    },
    {
      title: 'Hand out the public key',
      text: [
        'Download the public key, or call `GetPublicKey`. From here on it can be put on a web page or into a program of people who have no account with you.',
      ],
      link: (facts) => ({ label: 'Public key', path: `keys/${facts.letters}/public-key` }),
      async action(world) {
        world.memory.set('publicKey', base64(await publicKey(world, remembered(world, 'letters'))))
      },
      async check(world) {
        const asked = await world.log({ eventName: 'GetPublicKey', outcome: 'ok', key: remembered(world, 'letters') })
        if (asked.length === 0) return 'Nobody has asked for the public key yet.'
        await keepOne(world, 'publicKey', async () => base64(await publicKey(world, remembered(world, 'letters'))))
        return true
      },
      shows: (facts) => shown(facts, { publicKey: 'The public key, DER' }),
    },
    {
      title: 'Encrypt a letter outside',
      text: [
        'Now somebody without any credentials encrypts a letter, by RSA-OAEP with SHA-256, with nothing but the public key. AWS KMS is not asked and sees nothing: look, there is no `Encrypt` in the log.',
        'By hand, take what was encrypted with the public key by any tool, as by the commands here. Nothing tells AWS KMS that there is a letter before somebody tries to decrypt it, which is the next step: this one passes with it.',
      ],
      link: (facts) => ({ label: 'How to encrypt offline', path: `keys/${facts.letters}/public-key` }),
      snippets: (facts) => [{ label: 'In a terminal, as anybody', text: openssl(facts) }],
      async action(world) {
        world.memory.set('letter', base64(await encryptOutside(world, LETTER)))
      },
      async check(world) {
        const isTried = (await world.log({ eventName: 'Decrypt' })).length > 0
        if (!isTried && !world.memory.get('letter')) return 'No letter was encrypted yet.'
        await keepOne(world, 'letter', async () => base64(await encryptOutside(world, LETTER)))
        return true
      },
      shows: (facts) => shown(facts, SEALED),
    },
    {
      title: 'Decrypt it without naming the key',
      text: [
        'Call `Decrypt` with the ciphertext alone, as one does for symmetric keys: in the Playground, “Inspect a blob” does that when you ask whether the context was right. It fails: what was made outside is bare RSA, 256 bytes that do not say which key they are for.',
      ],
      link: () => ({ label: 'Inspect a blob in the Playground', path: 'playground?op=Inspect' }),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        const call = new DecryptCommand({ CiphertextBlob: await letter(world) })
        await refuse(world, 'unnamed', world.kms({ as: READER }).send(call))
      },
      async check(world) {
        const [failed] = await world.log({ eventName: 'Decrypt', outcome: 'error' })
        return failed ? keepWords(world, 'unnamed', failed) : 'No call of Decrypt has failed yet.'
      },
      shows: refused('unnamed'),
    },
    {
      title: 'Decrypt it inside',
      text: [
        `Name the key \`letters\` and the algorithm \`${EncryptionAlgorithm}\`. The private key does its work inside, and only for those whom policies allow \`kms:Decrypt\`.`,
      ],
      link: inPlayground('Decrypt', 'letters'),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        const { Plaintext } = await decrypt(world, await letter(world))
        world.memory.set('opened', Buffer.from(Plaintext ?? []).toString())
      },
      async check(world) {
        const opened = await world.log({ eventName: 'Decrypt', outcome: 'ok', key: remembered(world, 'letters') })
        return opened.length > 0 ? true : 'No letter was decrypted yet.'
      },
      shows: (facts) => shown(facts, { opened: 'The letter' }),
    },
    {
      title: 'Disable the key, and encrypt outside once more',
      text: [
        'Disable the key, then decrypt a letter in the tab Playground. Whoever has the public key goes on encrypting: what is given out cannot be called back, no policy reaches it and no log shows it. But nobody opens such a letter while the key is disabled.',
      ],
      link: (facts) => ({ label: 'The key', path: `keys/${facts.letters}` }),
      snippets: (facts) => kept(facts, SEALED),
      async action(world) {
        await world.kms().send(new DisableKeyCommand({ KeyId: remembered(world, 'letters') }))
        const second = await encryptOutside(world, SECOND_LETTER)
        world.memory.set('secondLetter', base64(second))
        await refuse(world, 'disabled', decrypt(world, second))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'letters'))
        if (key?.KeyState !== 'Disabled') return 'The key is not disabled yet.'
        const failed = await world.log({ eventName: 'Decrypt', outcome: 'error', key: remembered(world, 'letters') })
        const refusal = failed.find(({ errorCode }) => errorCode === 'DisabledException')
        if (refusal) return keepWords(world, 'disabled', refusal)
        return 'The key is disabled, but nobody has tried to decrypt since.'
      },
      shows: (facts) => [...shown(facts, { secondLetter: 'Encrypted all the same' }), ...refused('disabled')(facts)],
    },
    {
      title: 'Sign an order inside',
      text: [
        'The other way round: create a key to sign and verify, `ECC_NIST_EDWARDS25519`, with the alias `alias/seal`, and sign an order with it in its tab Playground. A signature is made inside, where policies decide who may.',
      ],
      link: (facts) =>
        facts.seal ? inPlayground('Sign', 'seal')(facts) : { label: 'Create key', path: 'keys/create' },
      async action(world) {
        if (!(await findKey(world, SEAL))) {
          await newKey(world, SEAL, { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' })
        }
        world.memory.set('signature', await sign(world))
      },
      async check(world) {
        const key = await findKey(world, SEAL)
        if (!key?.KeyId) return `No key has the alias ${SEAL} yet.`
        if (key.KeySpec !== 'ECC_NIST_EDWARDS25519') {
          return `${SEAL} is a ${key.KeySpec} key, not an ECC_NIST_EDWARDS25519 one.`
        }
        world.memory.set('seal', key.KeyId)
        const signed = await world.log({ eventName: 'Sign', outcome: 'ok', key: key.KeyId })
        return signed.length > 0 ? true : `Nothing was signed with ${SEAL} yet.`
      },
      shows: (facts) => shown(facts, { signature: 'The signature' }),
    },
    {
      title: 'Verify it outside',
      text: [
        `Anybody verifies it with the public key, without a call and without an account. The order “${ORDER}” holds; with one figure changed, “${FORGED}”, it does not.`,
        'By hand, sign the order in the Playground and press “Verify in this browser”. That leaves no trace. So ask AWS KMS too: “Verify it” goes there, and with the changed order `Verify` is refused, as it is outside. That refusal is what this step waits for.',
      ],
      link: inPlayground('Sign', 'seal'),
      snippets: () => [{ label: 'The changed order', text: FORGED }],
      async action(world) {
        const key = await crypto.subtle.importKey('spki', await publicKey(world, SEAL), 'Ed25519', false, ['verify'])
        const signature = await rememberedOr(world, 'signature', () => sign(world))
        for (const order of [ORDER, FORGED]) {
          const bytes = Uint8Array.from(bytesOf(signature))
          const holds = await crypto.subtle.verify('Ed25519', key, bytes, Buffer.from(order))
          world.memory.set(order === ORDER ? 'genuine' : 'forged', `${order} → ${holds ? 'valid' : 'not valid'}`)
        }
        await refuse(world, 'refusedInside', verifyInside(world, FORGED, signature))
      },
      async check(world) {
        const failed = await world.log({ eventName: 'Verify', outcome: 'error', key: remembered(world, 'seal') })
        const refusal = failed.find(({ errorCode }) => errorCode === 'KMSInvalidSignatureException')
        return refusal ? keepWords(world, 'refusedInside', refusal) : 'No changed order was refused yet.'
      },
      shows: (facts) => [
        ...shown(facts, { genuine: 'As it was signed', forged: 'Changed' }),
        ...refused('refusedInside', 'Changed, inside')(facts),
      ],
    },
  ],
}

/** As SubjectPublicKeyInfo. */
async function publicKey(world: Look, KeyId: string): Promise<Uint8Array<ArrayBuffer>> {
  const { PublicKey = [] } = await world.kms().send(new GetPublicKeyCommand({ KeyId }))
  return Uint8Array.from(PublicKey)
}

/** The public key is what was handed out: AWS KMS is asked for it only where a reader downloaded it by hand. */
async function encryptOutside(world: Look, text: string): Promise<Uint8Array> {
  const known = world.memory.get('publicKey')
  const spki = known ? Uint8Array.from(bytesOf(known)) : await publicKey(world, remembered(world, 'letters'))
  const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['encrypt'])
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, Buffer.from(text)))
}

async function letter(world: World): Promise<Uint8Array> {
  return bytesOf(await rememberedOr(world, 'letter', async () => base64(await encryptOutside(world, LETTER))))
}

/** With the public key in a file, and no key of an account. */
function openssl({ publicKey: spki }: Facts): string {
  const lines = [
    `printf '${LETTER}' | openssl pkeyutl -encrypt -pubin -keyform DER -inkey letters.der \\`,
    '  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 | openssl base64 -A',
  ]
  return withFile('letters.der', spki, lines.join('\n'))
}

function decrypt(world: World, CiphertextBlob: Uint8Array) {
  const call = new DecryptCommand({ KeyId: remembered(world, 'letters'), CiphertextBlob, EncryptionAlgorithm })
  return world.kms({ as: READER }).send(call)
}

function verifyInside(world: World, order: string, signature: string) {
  const call = new VerifyCommand({
    ...{ KeyId: SEAL, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' },
    ...{ Message: Buffer.from(order), Signature: bytesOf(signature) },
  })
  return world.kms({ as: READER }).send(call)
}

async function sign(world: World): Promise<string> {
  const call = new SignCommand({
    ...{ KeyId: SEAL, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' },
    Message: Buffer.from(ORDER),
  })
  return base64((await world.kms({ as: READER }).send(call)).Signature)
}
