import {
  CreateGrantCommand,
  DecryptCommand,
  EncryptCommand,
  ListGrantsCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms'
import type { Facts, Look, Scenario, Step, World } from './scenario.ts'
import {
  base64,
  bytesOf,
  createsKey,
  keepOne,
  keepWords,
  ofKey,
  policyText,
  refusalOf,
  refuse,
  refused,
  remembered,
  rememberedOr,
  since,
  terminal,
  withFile,
} from './support.ts'

const ALIAS = 'alias/customers'
/** With an IAM policy of his own later on; she never has any. */
const [BEN, CLEO] = ['ben', 'cleo']
const CONTEXT = { list: 'newsletter' }
const ADDRESS = 'ada@example.com'
const ENCRYPTS = terminal(
  BEN,
  [
    `printf ${ADDRESS} > address.txt`,
    `aws kms encrypt --key-id ${ALIAS} --plaintext fileb://address.txt --encryption-context list=${CONTEXT.list} \\`,
    '  --query CiphertextBlob --output text | base64 --decode > address.bin',
  ].join('\n'),
)
/** Cleo has what Ben encrypted. */
const decrypts = ({ customers }: Facts) =>
  terminal(
    CLEO,
    withFile(
      'address.bin',
      customers,
      `aws kms decrypt --ciphertext-blob fileb://address.bin --encryption-context list=${CONTEXT.list}`,
    ),
  )

export const whoMayUseIt: Scenario = {
  name: 'who-may-use-it',
  number: 3,
  title: 'Who may use it',
  summary:
    'Let one user in by an IAM policy, shut him out by the key policy, name him there, let another in by a grant, and deny. See how key policy, IAM policies and grants decide together, and read the reason of every answer.',
  minutes: 7,
  async begin(world) {
    await world.person(BEN)
    await world.person(CLEO)
    world.memory.set('account', world.account)
  },
  steps: [
    createsKey('Create a key for customer data', ALIAS, 'Customer data', [
      'Create a symmetric key with the alias `alias/customers`, and leave its administrators and users empty.',
      'Its [key policy](key-policy) is the default one then. It says one thing: [the account may decide](root-delegation), by its IAM policies.',
    ]),
    {
      title: 'Let Ben try',
      text: [
        'The user `ben` has no IAM policy. Let him encrypt, in a terminal: nothing allows it, so it is denied. Nobody has a right to a key from the beginning.',
        'The tab Access of the key lists who may do what with it, with the reason in every cell.',
      ],
      link: benPage,
      snippets: () => [ENCRYPTS],
      action: (world) => refuse(world, 'nothing', encrypt(world)),
      check: deniedAfter('CreateKey', 'nothing', 'Ben has not tried to use the key yet.'),
      shows: refused('nothing'),
    },
    {
      title: 'Allow him by an IAM policy',
      text: [
        'Give `ben` an inline policy that allows `kms:Encrypt` and `kms:Decrypt` on the key, and let him try again. It works, because the key policy leaves the decision to the account.',
      ],
      link: benPage,
      snippets: () => [{ label: 'The inline policy', text: policyText(USE) }, ENCRYPTS],
      async action(world) {
        const PolicyDocument = policyText(USE)
        await world.iam('PutUserPolicy', { UserName: BEN, PolicyName: 'customers', PolicyDocument })
        await encrypt(world)
      },
      check: allowedAfter('CreateKey', 'Ben has not used the key with success yet.'),
    },
    {
      title: 'Take the decision back from the account',
      text: [
        'Change the key policy: the account may go on managing the key, but no longer `kms:*`. Then let Ben encrypt again. What IAM policies say of its use counts for nothing now, and Ben is denied although his policy allows it.',
        'In the editor look at the difference in access before you save: it names who loses what.',
      ],
      link: ofKey('Key policy'),
      snippets: (facts) => [keyPolicy(facts), ENCRYPTS],
      async action(world) {
        await putKeyPolicy(world)
        await refuse(world, 'noDelegation', encrypt(world))
      },
      check: deniedAfter('PutKeyPolicy', 'noDelegation', 'Ben was not denied since the key policy was changed.'),
      shows: refused('noDelegation'),
    },
    {
      title: 'Name him in the key policy',
      text: [
        'Add a statement that allows Ben to encrypt and decrypt, and let him encrypt once more. A key policy that names a user needs no IAM policy beside it.',
      ],
      link: ofKey('Key policy'),
      snippets: (facts) => [keyPolicy(facts, namesBen), ENCRYPTS],
      async action(world) {
        await putKeyPolicy(world, namesBen)
        await encrypt(world)
      },
      async check(world) {
        const missing = 'Ben has not used the key with success since the key policy was changed.'
        const held = await allowedAfter('PutKeyPolicy', missing)(world)
        if (held === true) await keepOne(world, 'customers', () => sealAddress(world))
        return held
      },
    },
    {
      title: 'Let Cleo in by a grant',
      text: [
        'Create a [grant](grant) for the user `cleo`: `Decrypt`, and only with the encryption context `list` = `newsletter`. Then let Cleo decrypt what Ben encrypted. No policy changes. It is how services get a key for one piece of work, and it ends when it is retired or revoked.',
      ],
      link: ofKey('Grants', 'grants'),
      snippets: (facts) => [{ label: 'The grantee', text: userArn(facts.account ?? '', CLEO) }, decrypts(facts)],
      async action(world) {
        const call = new CreateGrantCommand({
          ...{ KeyId: remembered(world, 'keyId'), GranteePrincipal: userArn(world.account, CLEO), Name: 'newsletter' },
          ...{ Operations: ['Decrypt'], Constraints: { EncryptionContextEquals: CONTEXT } },
        })
        await world.kms().send(call)
        await decryptAs(world, CLEO)
      },
      async check(world) {
        const key = remembered(world, 'keyId')
        if (!(await hasGrant(world, key))) {
          return `Cleo has no grant for Decrypt with the encryption context list = ${CONTEXT.list} yet.`
        }
        const opened = await world.log({ eventName: 'Decrypt', outcome: 'ok', by: CLEO, key })
        return opened.length > 0 ? true : 'Cleo has decrypted nothing yet.'
      },
    },
    {
      title: 'Deny, and nothing else counts',
      text: [
        'Add a statement to the key policy that denies `kms:Decrypt` to both, and let one of them decrypt. Ben is named in the same policy, and Cleo has a grant: it does not matter. An explicit denial wins over all that allows.',
      ],
      link: ofKey('Key policy'),
      snippets: (facts) => [keyPolicy(facts, namesBen, denies), decrypts(facts)],
      async action(world) {
        await putKeyPolicy(world, namesBen, denies)
        await refusalOf(decryptAs(world, BEN))
        await refuse(world, 'denied', decryptAs(world, CLEO))
      },
      async check(world) {
        const after = since(await world.log({ key: remembered(world, 'keyId') }), 'PutKeyPolicy')
        const denial = after.find(({ errorMessage }) => errorMessage?.includes('explicit deny'))
        return denial ? keepWords(world, 'denied', denial) : 'No call failed by an explicit denial yet.'
      },
      shows: refused('denied'),
    },
  ],
}

const USE = { Effect: 'Allow', Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*' }
const userArn = (account: string, name: string) => `arn:aws:iam::${account}:user/${name}`

type StatementOf = (account: string) => object

/** The account manages the key, and cannot use it. */
const manages: StatementOf = (account) => ({
  ...{ Sid: 'The account manages the key', Effect: 'Allow', Resource: '*' },
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: [
    ...['kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:List*', 'kms:Put*', 'kms:Update*', 'kms:Revoke*'],
    ...['kms:Disable*', 'kms:Get*', 'kms:Delete*', 'kms:TagResource', 'kms:UntagResource', 'kms:ScheduleKeyDeletion'],
    'kms:CancelKeyDeletion',
  ],
})

const namesBen: StatementOf = (account) => ({
  ...{ Sid: 'Ben uses the key', Principal: { AWS: userArn(account, BEN) } },
  ...USE,
})

const denies: StatementOf = (account) => ({
  ...{ Sid: 'Nobody reads customers now', Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' },
  Principal: { AWS: [userArn(account, BEN), userArn(account, CLEO)] },
})

/** That the account manages the key, and more. */
const policyOf = (account: string, more: readonly StatementOf[]) =>
  policyText(...[manages, ...more].map((statement) => statement(account)))

function keyPolicy({ account = '' }: Facts, ...more: readonly StatementOf[]) {
  return { label: 'The key policy', text: policyOf(account, more) }
}

async function putKeyPolicy(world: World, ...more: readonly StatementOf[]): Promise<void> {
  const Policy = policyOf(world.account, more)
  await world.kms().send(new PutKeyPolicyCommand({ KeyId: remembered(world, 'keyId'), Policy }))
}

function benPage() {
  return { label: 'Ben', path: `identities/users/${BEN}` }
}

function encrypt(world: Look) {
  const Plaintext = Buffer.from(ADDRESS)
  const call = new EncryptCommand({ KeyId: remembered(world, 'keyId'), Plaintext, EncryptionContext: CONTEXT })
  return world.kms({ as: BEN }).send(call)
}

async function sealAddress(world: Look): Promise<string> {
  return base64((await encrypt(world)).CiphertextBlob)
}

async function decryptAs(world: World, as: string): Promise<void> {
  const CiphertextBlob = bytesOf(await rememberedOr(world, 'customers', () => sealAddress(world)))
  await world.kms({ as }).send(new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT }))
}

/** Whether a grant lets Cleo decrypt with the encryption context of the list alone. */
async function hasGrant(world: Look, KeyId: string): Promise<boolean> {
  const GranteePrincipal = userArn(world.account, CLEO)
  const { Grants = [] } = await world.kms().send(new ListGrantsCommand({ KeyId, GranteePrincipal }))
  return Grants.some(({ Operations = [], Constraints: { EncryptionContextEquals, EncryptionContextSubset } = {} }) => {
    const context = EncryptionContextEquals ?? EncryptionContextSubset
    return Operations.includes('Decrypt') && context?.list === CONTEXT.list
  })
}

/** What Ben did with the key since its policy was set. */
async function byBen(world: Look, eventName: string) {
  const entries = since(await world.log({ key: remembered(world, 'keyId') }), eventName)
  return entries.filter(({ record }) => Object(record.userIdentity).userName === BEN)
}

function deniedAfter(eventName: string, words: string, missing: string): Step['check'] {
  return async (world) => {
    const denied = (await byBen(world, eventName)).find(({ outcome }) => outcome === 'denied')
    return denied ? keepWords(world, words, denied) : missing
  }
}

function allowedAfter(eventName: string, missing: string): Step['check'] {
  return async (world) => (await byBen(world, eventName)).some(({ outcome }) => outcome === 'ok') || missing
}
