import { DecryptCommand, EncryptCommand, PutKeyPolicyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms'
import type { Asked, Facts, Look, Scenario, World } from './scenario.ts'
import {
  base64,
  bytesOf,
  createsKey,
  keepOne,
  keepWords,
  ofKey,
  policyText,
  refuse,
  refused,
  remembered,
  rememberedOr,
  shown,
  terminal,
  withFile,
} from './support.ts'

const ALIAS = 'alias/shared'
const PARTNER = '444455556666'
const ANALYST = { as: 'analyst', account: PARTNER }
const REPORT = 'Numbers that two companies share.'

export const crossAccount: Scenario = {
  name: 'cross-account',
  number: 4,
  title: 'Cross-account access',
  summary:
    'Share a key with another account. See that each side has to allow it, what can never be shared, and in whose log a call stands.',
  minutes: 7,
  async begin(world) {
    await world.newAccount(PARTNER, 'Partner')
    await world.person('analyst', undefined, PARTNER)
    world.memory.set('account', world.account)
  },
  steps: [
    createsKey('Create a key to share', ALIAS, 'Shared with a partner', [
      'Create a symmetric key with the alias `alias/shared`, with the policy that the wizard proposes.',
      `A second account is there already: Partner, ${PARTNER}, with a user named analyst who has no policy yet.`,
    ]),
    {
      title: 'Call as the analyst',
      text: [
        'Encrypt as the analyst, in a terminal, and name the key by its ARN.',
        'The refusal tells a stranger nothing: not even whether there is such a key.',
      ],
      link: analystPage,
      snippets: (facts) => [encrypts(facts)],
      action: (world) => refuse(world, 'stranger', encrypt(world)),
      async check(world) {
        const [first] = await world.log({ ...CALLS, outcome: 'denied' })
        return first ? keepWords(world, 'stranger', first) : 'The analyst has not been refused yet.'
      },
      shows: refused('stranger'),
    },
    {
      title: 'Allow the account in the key policy',
      text: [
        `Add a statement to the key policy that allows \`kms:Encrypt\`, \`kms:Decrypt\` and \`kms:DescribeKey\` to \`arn:aws:iam::${PARTNER}:root\`. Then call as the analyst once more.`,
        'It is still refused, but with another reason: no identity-based policy. Your half is done. The key policy admits the account, and whom it sends is for the account to say.',
      ],
      link: ofKey('Key policy'),
      snippets: (facts) => [keyPolicy(facts, shared()), encrypts(facts)],
      async action(world) {
        await putPolicy(world, shared())
        await refuse(world, 'half', encrypt(world))
      },
      async check(world) {
        const denied = await world.log({ ...CALLS, outcome: 'denied' })
        const half = denied.find(({ errorMessage = '' }) => errorMessage.includes('no identity-based policy'))
        return half ? keepWords(world, 'half', half) : 'The analyst has not been refused for want of an IAM policy yet.'
      },
      shows: refused('half'),
    },
    {
      title: 'Allow the analyst in the other account',
      text: [
        'Give the analyst, in the account of the partner, an inline policy that allows the same operations on the ARN of the key, or on every key as the console proposes. Then encrypt as the analyst.',
        'Across accounts both halves have to allow it. Within one account either of them would do.',
      ],
      link: analystPage,
      snippets: (facts) => [{ label: 'The inline policy', text: policyText(allowed(facts.keyArn)) }, encrypts(facts)],
      async action(world) {
        await putUserPolicy(world, allowed(remembered(world, 'keyArn')))
        world.memory.set('report', await sealReport(world))
      },
      async check(world) {
        const [made] = await world.log({ ...CALLS, eventName: 'Encrypt', outcome: 'ok' })
        if (!made) return 'The analyst has not encrypted anything yet.'
        await keepOne(world, 'report', () => sealReport(world))
        return true
      },
      shows: (facts) => shown(facts, { report: 'The ciphertext' }),
    },
    {
      title: 'Name the key by its alias',
      text: [
        'Encrypt as the analyst, but name the key `alias/shared`. A bare alias, like a bare key id, is looked for in the account of the caller, and there is none of that name.',
        'Whoever uses a key of another account names it by an ARN: its own, or that of the alias.',
      ],
      link: analystPage,
      snippets: () => [terminal(ANALYST.as, encryptLine(ALIAS), PARTNER)],
      action: (world) => refuse(world, 'alias', encrypt(world, ALIAS)),
      async check(world) {
        const failed = await world.log({ ...CALLS, outcome: 'error' })
        const notFound = failed.find(({ errorCode }) => errorCode === 'NotFoundException')
        return notFound ? keepWords(world, 'alias', notFound) : 'The analyst has not called with the bare alias yet.'
      },
      shows: refused('alias'),
    },
    {
      title: 'Try to delete it from over there',
      text: [
        'Allow `kms:*` on both sides: to the account of the partner in the key policy, and to the analyst, in the account of the partner, in the policy of that user. Then call `ScheduleKeyDeletion` as the analyst. It is refused.',
        'What manages a key cannot be shared: AWS KMS allows those operations from the account of the key only, whatever policies say.',
      ],
      link: ofKey('Key policy'),
      snippets: (facts) => [
        keyPolicy(facts, ALL_SHARED),
        { label: 'The inline policy of the analyst', text: policyText(ALL) },
        terminal(ANALYST.as, `aws kms schedule-key-deletion --key-id ${facts.keyArn}`, PARTNER),
      ],
      async action(world) {
        await putPolicy(world, ALL_SHARED)
        await putUserPolicy(world, ALL)
        const call = new ScheduleKeyDeletionCommand({ KeyId: remembered(world, 'keyArn') })
        await refuse(world, 'deletion', world.kms(ANALYST).send(call))
      },
      async check(world) {
        const [first] = (await world.log({ ...CALLS, eventName: 'ScheduleKeyDeletion' })).filter(
          ({ outcome }) => outcome !== 'ok',
        )
        return first ? keepWords(world, 'deletion', first) : 'The analyst has not tried to delete the key yet.'
      },
      shows: refused('deletion'),
    },
    {
      title: 'Find the call in your own log',
      text: [
        'Decrypt the report as the analyst, and look at the activity of the key in your account. AWS CloudTrail writes the call into both: for the partner as what the analyst did, for you as what was done with your key.',
        'So you see who uses your key, from whichever account.',
      ],
      link: ofKey('Activity of the key', 'activity'),
      snippets: (facts) => [decrypts(facts)],
      async action(world) {
        await decrypt(world)
      },
      async check(world) {
        const used = { eventName: 'Decrypt', outcome: 'ok', key: remembered(world, 'keyId') } as const
        const [theirs] = (await world.log(used)).filter(({ record }) => isOfPartner(record))
        if (!theirs) return 'The analyst has not decrypted anything yet.'
        world.memory.set('event', theirs.eventId)
        world.memory.set('who', String(Object(theirs.record.userIdentity).accountId))
        return true
      },
      shows: (facts) => shown(facts, { event: 'The event in your log', who: 'The account that called' }),
    },
    {
      title: 'End it',
      text: [
        'Take the statement of the partner out of the key policy, and decrypt as the analyst once more. What the partner allows its user does not matter any longer.',
        'Either side can end the sharing alone, at once.',
      ],
      link: ofKey('Key policy'),
      snippets: (facts) => [keyPolicy(facts), decrypts(facts)],
      async action(world) {
        await rememberedOr(world, 'report', () => sealReport(world))
        await putPolicy(world)
        await refuse(world, 'ended', decrypt(world))
      },
      async check(world) {
        const [last] = await world.log({ ...CALLS, eventName: 'Decrypt' })
        if (last?.outcome === 'denied') return keepWords(world, 'ended', last)
        return 'The analyst has not been refused since the report was opened.'
      },
      shows: refused('ended'),
    },
  ],
}

/** What the analyst does stands in the log of the partner, refused or not. */
const CALLS: Asked = { by: 'analyst', account: PARTNER }

function analystPage() {
  return { label: 'The analyst', path: 'identities/users/analyst', account: PARTNER }
}

function allowed(Resource = '') {
  return { Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'], Resource }
}

function shared() {
  return { ...allowed('*'), Principal: { AWS: `arn:aws:iam::${PARTNER}:root` } }
}

const ALL = { Effect: 'Allow', Action: 'kms:*', Resource: '*' }
const ALL_SHARED = { ...shared(), Action: 'kms:*' }

/** Beside the statement that each key begins with. */
function policyOf(account: string, more: readonly object[]): string {
  const Principal = { AWS: `arn:aws:iam::${account}:root` }
  return policyText({ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }, ...more)
}

function keyPolicy({ account = '' }: Facts, ...more: readonly object[]) {
  return { label: 'The key policy', text: policyOf(account, more) }
}

function putPolicy(world: World, ...more: readonly object[]) {
  const Policy = policyOf(world.account, more)
  return world.kms().send(new PutKeyPolicyCommand({ KeyId: remembered(world, 'keyId'), Policy }))
}

function putUserPolicy(world: World, statement: object) {
  const named = { UserName: ANALYST.as, PolicyName: 'shared' }
  return world.iam('PutUserPolicy', { ...named, PolicyDocument: policyText(statement) }, { account: PARTNER })
}

function encrypt(world: Look, KeyId = remembered(world, 'keyArn')) {
  return world.kms(ANALYST).send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(REPORT) }))
}

async function sealReport(world: Look): Promise<string> {
  return base64((await encrypt(world)).CiphertextBlob)
}

async function decrypt(world: World) {
  const CiphertextBlob = bytesOf(await rememberedOr(world, 'report', () => sealReport(world)))
  return world.kms(ANALYST).send(new DecryptCommand({ KeyId: remembered(world, 'keyArn'), CiphertextBlob }))
}

/** What comes of it is in the terminal's folder; `decrypts` opens what is kept. */
function encrypts({ keyArn }: Facts) {
  return terminal(
    ANALYST.as,
    `${encryptLine(keyArn)} \\\n  --query CiphertextBlob --output text | base64 --decode > report.bin`,
    PARTNER,
  )
}

const encryptLine = (key = '') =>
  `printf '${REPORT}' > report.txt\naws kms encrypt --key-id ${key} --plaintext fileb://report.txt`

function decrypts({ report }: Facts) {
  const line = 'aws kms decrypt --ciphertext-blob fileb://report.bin'
  return terminal(ANALYST.as, withFile('report.bin', report, line), PARTNER)
}

function isOfPartner({ userIdentity }: Readonly<Record<string, unknown>>): boolean {
  return Object(userIdentity).accountId === PARTNER
}
