import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  GenerateMacCommand,
  UpdateAliasCommand,
  VerifyMacCommand,
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
  refuse,
  refused,
  remembered,
  shown,
  terminal,
} from './support.ts'

const ALIAS = 'alias/tokens'
const PROGRAM = 'issuer'
const OLD_TOKEN = 'session=4711; user=lena'
const NEW_TOKEN = 'session=4712; user=otto'
const TOKENS = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' } as const
const MacAlgorithm = 'HMAC_SHA_256'

/** Who may have keys rotated. */
const KEEPER = 'keeper'

/** The program may change neither key nor alias. */
const allowing = (...Action: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

export const manualRotation: Scenario = {
  name: 'manual-rotation',
  number: 13,
  title: 'Rotate by hand, behind an alias',
  summary:
    'Some keys cannot rotate by themselves. Replace one by moving its alias, without a change to the program, and see what has to be remembered so that old tokens still verify.',
  minutes: 5,
  async begin(world) {
    await world.person(PROGRAM, allowing('kms:GenerateMac', 'kms:VerifyMac'))
    await world.person(KEEPER, allowing('kms:EnableKeyRotation'))
  },
  steps: [
    {
      title: 'Create a key for tokens',
      text: [
        'Create an HMAC key, `HMAC_256`, with the alias `alias/tokens`. The program that issues tokens knows this alias and nothing else of the key.',
      ],
      link: () => ({ label: 'Create key', path: 'keys/create' }),
      async action(world) {
        await newKey(world, ALIAS, { ...TOKENS, Description: 'Tokens, the first key' })
      },
      async check(world) {
        const key = await findKey(world, ALIAS)
        if (!key?.KeyId) return `No key has the alias ${ALIAS} yet.`
        if (key.KeySpec !== 'HMAC_256') return `${ALIAS} is a ${key.KeySpec} key, not an HMAC_256 one.`
        world.memory.set('oldKey', key.KeyId)
        return true
      },
    },
    {
      title: 'Issue a token',
      text: [
        `Call \`GenerateMac\` for the message \`${OLD_TOKEN}\`. The program sends the text of its token, and gets 32 bytes that only this key makes: with them nobody can change the token unseen.`,
        'The answer also names the key. The program writes that id down beside the token; the 32 bytes themselves do not say which key made them.',
      ],
      link: inPlayground('GenerateMac', 'oldKey'),
      async action(world) {
        world.memory.set('oldMac', base64((await issue(world, OLD_TOKEN)).Mac))
      },
      async check(world) {
        const made = await world.log({ eventName: 'GenerateMac', outcome: 'ok', key: remembered(world, 'oldKey') })
        if (made.length === 0) return `No token was issued with ${ALIAS} yet.`
        // Whoever asks, the same token has the same MAC.
        await keepOne(world, 'oldMac', async () =>
          base64((await issue(world, OLD_TOKEN, remembered(world, 'oldKey'))).Mac),
        )
        return true
      },
      shows: (facts) => shown(facts, { oldMac: `The MAC of ${OLD_TOKEN}`, oldKey: 'Made by' }),
    },
    {
      title: 'Ask for automatic rotation',
      text: [
        'The console does not offer it for this key. Call `EnableKeyRotation` in a terminal: it is refused. Only symmetric encryption keys rotate by themselves, as their ciphertexts name the material they need. HMAC keys, asymmetric keys and keys of custom key stores do not.',
      ],
      link: (facts) => ({ label: 'The material of the key', path: `keys/${facts.oldKey}/material` }),
      snippets: ({ oldKey }) => [terminal(KEEPER, `aws kms enable-key-rotation --key-id ${oldKey}`)],
      async action(world) {
        const call = new EnableKeyRotationCommand({ KeyId: remembered(world, 'oldKey') })
        await refuse(world, 'noRotation', world.kms({ as: KEEPER }).send(call))
      },
      async check(world) {
        const [refusal] = await world.log({ eventName: 'EnableKeyRotation', outcome: 'error' })
        if (refusal) return keepWords(world, 'noRotation', refusal)
        return `Nobody has asked for automatic rotation of ${ALIAS} yet.`
      },
      shows: refused('noRotation'),
    },
    {
      title: 'Put another key behind the alias',
      text: [
        'Create a second `HMAC_256` key, without an alias. Then retarget the alias `alias/tokens` to the new key: `UpdateAlias`, one call, in force at once.',
        'Both keys have to be of the same type and use. That is checked, as a program would break otherwise.',
      ],
      link: () => ({ label: 'Aliases', path: 'aliases' }),
      async action(world) {
        const call = new CreateKeyCommand({ ...TOKENS, Description: 'Tokens, the second key' })
        const TargetKeyId = (await world.kms().send(call)).KeyMetadata?.KeyId
        await world.kms().send(new UpdateAliasCommand({ AliasName: ALIAS, TargetKeyId }))
      },
      async check(world) {
        const key = await findKey(world, ALIAS)
        if (!key?.KeyId || key.KeyId === remembered(world, 'oldKey')) return `${ALIAS} still leads to the first key.`
        world.memory.set('newKey', key.KeyId)
        return true
      },
      shows: (facts) => shown(facts, { oldKey: 'The alias led to', newKey: 'Now it leads to' }),
    },
    {
      title: 'Issue another token',
      text: [
        `The program makes the same call as before, by the same alias, and was neither changed nor restarted. Call \`GenerateMac\` for \`${NEW_TOKEN}\`: this token comes from the new key.`,
      ],
      link: inPlayground('GenerateMac', 'newKey'),
      async action(world) {
        world.memory.set('newMac', base64((await issue(world, NEW_TOKEN)).Mac))
      },
      async check(world) {
        const made = await world.log({ eventName: 'GenerateMac', outcome: 'ok', key: remembered(world, 'newKey') })
        return made.length > 0 ? true : 'No token was issued with the new key yet.'
      },
      shows: (facts) => shown(facts, { newMac: 'The MAC', newKey: 'Made by' }),
    },
    {
      title: 'Verify the old token by the alias',
      text: [
        'Verify the first token with the key that the alias leads to now. AWS KMS refuses it as it refuses a forged one: it was made by another key.',
        'This is where a rotation by hand differs from an automatic one, and where it goes wrong if the program kept nothing but the alias.',
      ],
      link: inPlayground('VerifyMac', 'newKey'),
      snippets: (facts) => [{ label: 'The message', text: OLD_TOKEN }, ...kept(facts, { oldMac: 'Its MAC' })],
      async action(world) {
        await refuse(world, 'notVerified', verifyOld(world, ALIAS))
      },
      async check(world) {
        const asked = await world.log({ eventName: 'VerifyMac', outcome: 'error', key: remembered(world, 'newKey') })
        const refusal = asked.find(({ errorCode }) => errorCode === 'KMSInvalidMacException')
        if (refusal) return keepWords(world, 'notVerified', refusal)
        return 'No token failed to verify with the new key yet.'
      },
      shows: refused('notVerified'),
    },
    {
      title: 'Verify it by the key that made it',
      text: [
        'Verify the first token once more, and name the key that was written down beside it. It verifies: the first key is there as before, only the alias has moved away from it.',
      ],
      link: inPlayground('VerifyMac', 'oldKey'),
      snippets: (facts) => [{ label: 'The message', text: OLD_TOKEN }, ...kept(facts, { oldMac: 'Its MAC' })],
      async action(world) {
        await verifyOld(world, remembered(world, 'oldKey'))
      },
      async check(world) {
        const [moved] = await world.log({ eventName: 'UpdateAlias', outcome: 'ok' })
        const made = await world.log({ eventName: 'VerifyMac', outcome: 'ok', key: remembered(world, 'oldKey') })
        if (made.some(({ time }) => time >= (moved?.time ?? time))) return true
        return 'No token was verified with the first key since the alias moved.'
      },
    },
    {
      title: 'Retire the first key',
      text: [
        'Once its last token has run out, disable the first key. Do not delete it yet: who still holds an old token meets `DisabledException`, you see that in the log, and one click takes it back.',
      ],
      link: (facts) => ({ label: 'The first key', path: `keys/${facts.oldKey}` }),
      async action(world) {
        const KeyId = remembered(world, 'oldKey')
        await world.kms().send(new DisableKeyCommand({ KeyId }))
        await refuse(world, 'retired', verifyOld(world, KeyId))
      },
      async check(world) {
        const key = await findKey(world, remembered(world, 'oldKey'))
        return key?.KeyState === 'Disabled' ? true : 'The first key is not disabled yet.'
      },
      shows: refused('retired'),
    },
  ],
}

function issue(world: Look, token: string, KeyId = ALIAS) {
  const call = new GenerateMacCommand({ KeyId, Message: Buffer.from(token), MacAlgorithm })
  return world.kms({ as: PROGRAM }).send(call)
}

async function verifyOld(world: World, KeyId: string) {
  const Mac = bytesOf(remembered(world, 'oldMac'))
  const call = new VerifyMacCommand({ KeyId, Message: Buffer.from(OLD_TOKEN), Mac, MacAlgorithm })
  return world.kms({ as: PROGRAM }).send(call)
}
