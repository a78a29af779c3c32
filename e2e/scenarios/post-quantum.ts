import { DecapsulateCommand, EncapsulateCommand, SignCommand, VerifyCommand } from '@aws-sdk/client-kms'
import type { Facts, Look, Scenario, Snippet, World } from './scenario.ts'
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
} from './support.ts'

const FIRMWARE = 'alias/firmware'
const TUNNEL = 'alias/tunnel'
const BUILDER = 'builder'
const PARTNER = 'partner'
const IMAGE = 'Firmware 4.2 of the pump, made to run for twenty years.'
const CHANGED = 'Firmware 4.2 of the pump, made to fail on command.'
const SigningAlgorithm = 'ML_DSA_SHAKE_256'
const EncapsulationAlgorithm = 'ML_KEM'

const allowing = (...Action: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

export const postQuantum: Scenario = {
  name: 'post-quantum',
  number: 15,
  title: 'Post-quantum signatures and secrets',
  summary:
    'Sign firmware by ML-DSA and agree on a secret by ML-KEM, two algorithms that a quantum computer is not known to break. See how they are used, and how quietly a changed ciphertext fails.',
  minutes: 6,
  async begin(world) {
    await world.person(BUILDER, allowing('kms:Sign', 'kms:Verify', 'kms:Decapsulate'))
    await world.person(PARTNER, allowing('kms:Encapsulate'))
  },
  steps: [
    {
      title: 'Create a key for firmware',
      text: [
        'Create an asymmetric key to sign and verify, `ML_DSA_65`, with the alias `alias/firmware`. A device that trusts it today will still check updates by it in twenty years: that is why signatures of firmware move to post-quantum algorithms first.',
      ],
      link: () => ({ label: 'Create key', path: 'keys/create' }),
      async action(world) {
        await newKey(world, FIRMWARE, { KeySpec: 'ML_DSA_65', KeyUsage: 'SIGN_VERIFY' })
      },
      check: (world) => found(world, FIRMWARE, 'ML_DSA_65', 'firmware'),
    },
    {
      title: 'Sign an image',
      text: [
        `Sign the message “${IMAGE}” with \`${SigningAlgorithm}\`. The call is the one for RSA and elliptic curves; what comes back is larger: 3,309 bytes, where a signature on the curve P-256 has about 70.`,
        'Whatever stores or sends signatures has to have room for that. It is the most common thing to break in a move to ML-DSA.',
      ],
      link: inPlayground('Sign', 'firmware'),
      async action(world) {
        world.memory.set('signature', await sign(world))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Sign', outcome: 'ok', key: remembered(world, 'firmware') })
        if (made.length === 0) return `Nothing was signed with ${FIRMWARE} yet.`
        await keepOne(world, 'signature', () => sign(world))
        return true
      },
      shows: ({ signature }) => (signature ? [{ label: 'The signature', value: inBrief(signature) }] : []),
    },
    {
      title: 'Verify the image',
      text: [
        'Verify the signature with `Verify`. A device does the same without a call, by the public key that was built into it.',
      ],
      link: inPlayground('Verify', 'firmware'),
      snippets: signed,
      async action(world) {
        await verify(world, IMAGE)
      },
      async check(world) {
        const made = await world.log({ eventName: 'Verify', outcome: 'ok', key: remembered(world, 'firmware') })
        return made.length > 0 ? true : 'No signature was verified yet.'
      },
    },
    {
      title: 'Verify a changed image',
      text: [
        'Change a word of the message, and verify again with the same signature. AWS KMS never answers “false”: a signature that does not hold is an error, so that no program overlooks it.',
      ],
      link: inPlayground('Verify', 'firmware'),
      snippets: signed,
      async action(world) {
        await refuse(world, 'invalid', verify(world, CHANGED))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Verify', outcome: 'error', key: remembered(world, 'firmware') })
        const refusal = made.find(({ errorCode }) => errorCode === 'KMSInvalidSignatureException')
        if (refusal) return keepWords(world, 'invalid', refusal)
        return 'No signature has failed to verify yet.'
      },
      shows: refused('invalid'),
    },
    {
      title: 'Create a key for a tunnel',
      text: [
        'Create a key to encapsulate and decapsulate, `ML_KEM_768`, with the alias `alias/tunnel`. It takes the place of the elliptic-curve exchange: who records traffic today to open it with a quantum computer later gets nothing from it.',
      ],
      link: () => ({ label: 'Create key', path: 'keys/create' }),
      async action(world) {
        await newKey(world, TUNNEL, { KeySpec: 'ML_KEM_768', KeyUsage: 'ENCAPSULATE_DECAPSULATE' })
      },
      check: (world) => found(world, TUNNEL, 'ML_KEM_768', 'tunnel'),
    },
    {
      title: 'Encapsulate a secret',
      text: [
        '`Encapsulate` makes a secret of 32 bytes, and a ciphertext of it for whoever has the private key. One does not choose the secret: that is what sets it apart from encryption.',
        'Done for you, the user `partner` does it, who may do nothing else. One without an account does the same with the public key alone, outside of AWS KMS.',
      ],
      link: inPlayground('Encapsulate', 'tunnel'),
      async action(world) {
        await encapsulate(world)
      },
      async check(world) {
        const made = await world.log({ eventName: 'Encapsulate', outcome: 'ok', key: remembered(world, 'tunnel') })
        if (made.length === 0) return `No secret was encapsulated for ${TUNNEL} yet.`
        if (!world.memory.get('ciphertext')) await encapsulate(world)
        return true
      },
      shows: ({ secret, ciphertext }) =>
        secret && ciphertext
          ? [
              { label: 'SHA-256 of the secret, at the partner', value: secret },
              { label: 'The ciphertext, sent to you', value: inBrief(ciphertext) },
            ]
          : [],
    },
    {
      title: 'Decapsulate it',
      text: [
        '`Decapsulate` takes the ciphertext, and answers the same 32 bytes. Both sides derive the keys of their tunnel from them. The secret was never sent, and the log holds neither of the two.',
      ],
      link: inPlayground('Decapsulate', 'tunnel'),
      snippets: (facts) => kept(facts, { ciphertext: 'The ciphertext' }),
      async action(world) {
        world.memory.set('ours', await opened(world))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Decapsulate', outcome: 'ok', key: remembered(world, 'tunnel') })
        if (made.length === 0) return 'No secret was decapsulated yet.'
        await keepOne(world, 'ours', () => opened(world))
        return world.memory.get('ours') === world.memory.get('secret') ? true : 'The two secrets differ.'
      },
      shows: (facts) =>
        shown(facts, { secret: 'SHA-256 of the secret, at the partner', ours: 'SHA-256 of the secret, inside' }),
    },
    {
      title: 'Decapsulate a changed ciphertext',
      text: [
        'Change a byte of the ciphertext and decapsulate it. There is no error: ML-KEM answers another secret, one that looks as good. Who tampers learns nothing; but the two sides now hold different keys, and find out only when their first message does not open.',
        'So a protocol has to confirm its keys. A ciphertext of the wrong length is the only one that is refused. Do that too: take a few characters away.',
      ],
      link: inPlayground('Decapsulate', 'tunnel'),
      snippets: (facts) => kept(facts, { ciphertext: 'The ciphertext' }),
      async action(world) {
        const ciphertext = bytesOf(remembered(world, 'ciphertext'))
        const changed = ciphertext.map((byte, at) => (at === 0 ? byte ^ 1 : byte))
        world.memory.set('other', await fingerprint(await decapsulate(world, changed)))
        await refuse(world, 'tooShort', decapsulate(world, ciphertext.subarray(1)))
      },
      async check(world) {
        const made = await world.log({ eventName: 'Decapsulate', outcome: 'ok', key: remembered(world, 'tunnel') })
        if (made.length < 2) return 'No second ciphertext was decapsulated yet.'
        const failed = await world.log({ eventName: 'Decapsulate', outcome: 'error', key: remembered(world, 'tunnel') })
        const [refusal] = failed
        return refusal ? keepWords(world, 'tooShort', refusal) : 'No ciphertext of another length was tried yet.'
      },
      shows: (facts) => [
        ...shown(facts, { secret: 'SHA-256 of the secret', other: 'SHA-256 of that of the changed ciphertext' }),
        ...refused('tooShort', 'Of another length')(facts),
      ],
    },
  ],
}

/** Whether an alias leads to a key of a spec; if so, its id is remembered. */
async function found(world: Look, alias: string, spec: string, name: string): Promise<true | string> {
  const key = await findKey(world, alias)
  if (!key?.KeyId) return `No key has the alias ${alias} yet.`
  if (key.KeySpec !== spec) return `${alias} is a ${key.KeySpec} key, not an ${spec} one.`
  world.memory.set(name, key.KeyId)
  return true
}

function signed(facts: Facts): readonly Snippet[] {
  return [{ label: 'The message', text: IMAGE }, ...kept(facts, { signature: 'Its signature' })]
}

async function sign(world: Look): Promise<string> {
  const Message = Buffer.from(IMAGE)
  const call = new SignCommand({ KeyId: FIRMWARE, Message, MessageType: 'RAW', SigningAlgorithm })
  return base64((await world.kms({ as: BUILDER }).send(call)).Signature)
}

async function verify(world: World, image: string) {
  const call = new VerifyCommand({
    ...{ KeyId: FIRMWARE, MessageType: 'RAW', SigningAlgorithm, Message: Buffer.from(image) },
    Signature: bytesOf(await rememberedOr(world, 'signature', () => sign(world))),
  })
  return world.kms({ as: BUILDER }).send(call)
}

/** Remembers the ciphertext, and what tells whether a secret is the same one. */
async function encapsulate(world: Look): Promise<void> {
  const call = new EncapsulateCommand({ KeyId: TUNNEL, EncapsulationAlgorithm })
  const made = await world.kms({ as: PARTNER }).send(call)
  world.memory.set('secret', await fingerprint(made.SharedSecret))
  world.memory.set('ciphertext', base64(made.SharedSecretCiphertextBlob))
}

/** What tells the secret inside the ciphertext that is kept. */
async function opened(world: Look): Promise<string> {
  return fingerprint(await decapsulate(world, bytesOf(remembered(world, 'ciphertext'))))
}

async function decapsulate(world: Look, SharedSecretCiphertextBlob: Uint8Array): Promise<Uint8Array> {
  const call = new DecapsulateCommand({ KeyId: TUNNEL, SharedSecretCiphertextBlob, EncapsulationAlgorithm })
  return (await world.kms({ as: BUILDER }).send(call)).SharedSecret ?? new Uint8Array()
}

/** Tells secrets apart without keeping them: SHA-256. */
async function fingerprint(secret: Uint8Array | undefined): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(secret ?? []))).toString('hex')
}

/** Base64, cut, with the number of bytes. */
const inBrief = (text: string) => `${text.slice(0, 64)}… (${bytesOf(text).length.toLocaleString('en')} bytes)`
