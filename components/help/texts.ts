import type { HelpedPage } from './page-of.ts'

export interface Help {
  readonly text: string
  /** Where what is often read of AWS KMS is not what AWS KMS does today. */
  readonly today?: string
  /** Pages of the AWS KMS developer guide, without their ending. */
  readonly guides?: readonly (readonly [page: string, label: string])[]
}

/** One paragraph about each page. */
export const HELP: Readonly<Record<HelpedPage, Help>> = {
  accounts: {
    text: 'The AWS accounts that are hosted in this installation. Each has keys, identities and policies of its own; the one that was here first administers the installation.',
  },
  aliases: {
    text: 'Names for keys. An alias belongs to one account and Region and points at one key; moving it to another key is how applications change keys without a change of their own.',
    today:
      'Moving an alias was once the only way to rotate imported material. Symmetric keys with imported material can now rotate on demand, under the same key id.',
    guides: [['alias-about', 'Aliases']],
  },
  audit: {
    text: 'Every call that was made here, allowed or not, recorded before it was answered. Open an event to see its CloudTrail record, why it was allowed or refused, and the proof that it is in the signed log.',
    guides: [['logging-using-cloudtrail', 'Logging with CloudTrail']],
  },
  'aws-managed-keys': {
    text: 'Keys that AWS services made for themselves in this account. Anyone here may look at them; only the service they belong to can use them, for callers of this account.',
    today:
      'They rotate every year. AWS owned keys, which live outside of your account, are often said to do so too: when they rotate is up to their service. Storing AWS managed keys is free, calls are billed.',
    guides: [['concepts', 'Kinds of keys']],
  },
  grants: {
    text: 'Permissions that were given by call instead of by policy, over all keys of the Region. A grant lets one principal do some operations with one key until it is retired or revoked.',
    guides: [['grants', 'Grants']],
  },
  identities: {
    text: 'Who can call: users, roles and their access keys, and the IAM policies attached to them. An IAM policy counts for a key only where its key policy hands the decision to the account.',
    guides: [['control-access', 'Authentication and access control']],
  },
  'key-stores': {
    text: 'Places for key material outside of KMS: a CloudHSM cluster, which is simulated here, or a key manager of your own behind a proxy. Keys in them can be used while the store is connected.',
    guides: [['key-store-overview', 'Custom key stores']],
  },
  keys: {
    text: 'The keys that you made in this Region and decide everything about. Filter them by any property, sort by any column, and select several to act on them together; the address keeps the view.',
    today:
      'AWS once called them customer master keys (CMK); the name today is KMS key. Automatic rotation is off until you turn it on, and can be turned off again.',
    guides: [['concepts', 'KMS keys']],
  },
  'keys/create': {
    text: 'What a key is for, its spec, its origin and its Regions can never be changed; its alias, description, tags, policy and rotation can. Before it is made, you see its policy and the same call for the CLI and SDKs.',
    today:
      'Many notes know symmetric keys and RSA only. A key can also sign, make MACs, agree on secrets or encapsulate keys, with elliptic curves, ML-DSA and ML-KEM too.',
    guides: [
      ['create-keys', 'Creating keys'],
      ['symm-asymm-choose-key-spec', 'Key spec reference'],
    ],
  },
  'keys/key': {
    text: 'The key policy decides who can use and manage this key. Nobody can without it: a principal of this account needs either a statement here, or one that delegates to the account and an IAM policy as well.',
    today:
      'The default policy is often read as "nobody can use the key yet". It delegates to the account, so IAM policies decide from the start.',
    guides: [
      ['key-policies', 'Key policies'],
      ['key-policy-default', 'The default key policy'],
    ],
  },
  'keys/key/access': {
    text: 'Which principal can do what with this key, and by which statement, IAM policy or grant. Each cell gives its reason; what depends on the request says on what.',
    guides: [['determining-access', 'Determining access']],
  },
  'keys/key/activity': {
    text: 'What was done with this key, by whom and how often, taken from the audit log. Refused calls are here too, each with the reason.',
    guides: [['logging-using-cloudtrail', 'Logging with CloudTrail']],
  },
  'keys/key/aliases': {
    text: 'The names of this key in this Region. Calls may use any of them in place of the key id; policies can ask for them by kms:RequestAlias and kms:ResourceAliases.',
    guides: [['alias-about', 'Aliases']],
  },
  'keys/key/configuration': {
    text: 'What this key is: its type, usage, spec and the algorithms that come with them, where its material is from, and since when. None of it can be changed.',
    today:
      'AWS KMS keeps material in HSMs that are validated at FIPS 140-3 Level 3; older notes say 140-2 Level 2. This server is software and claims neither.',
    guides: [['symm-asymm-choose-key-spec', 'Key spec reference']],
  },
  'keys/key/grants': {
    text: 'Permissions on this key that were given by call. A grant is never a denial, can ask for an encryption context, and may be retired by whoever it names for that.',
    guides: [['grants', 'Grants']],
  },
  'keys/key/material': {
    text: 'Every generation of the secret bits of this key. Rotation adds one and keeps the id; the older ones go on to open what they encrypted, and never encrypt again.',
    today:
      'Automatic rotation is off by default; its period can be 90 to 2,560 days, it can be turned off, and there are 25 rotations on demand. That customer managed keys rotate yearly whether you want it or not is not so. Imported symmetric material rotates on demand.',
    guides: [
      ['rotate-keys', 'Rotation'],
      ['importing-keys', 'Imported material'],
    ],
  },
  'keys/key/playground': {
    text: 'Calls on this key, made as you. Each is real: it is authorized, recorded, and shown as the same call for the CLI and SDKs.',
  },
  'keys/key/public-key': {
    text: 'The half of this key pair that is no secret. With it anyone can encrypt or verify outside of KMS, without a call and without a record.',
    guides: [['download-public-key', 'Downloading public keys']],
  },
  'keys/key/regionality': {
    text: 'The members of this multi-Region key: the same id and material in several Regions, so that what one encrypts another opens. Policy, aliases, tags and grants are each Region’s own.',
    guides: [['multi-region-keys-overview', 'Multi-Region keys']],
  },
  'keys/key/tags': {
    text: 'Words of your own about this key, for costs and for policies that ask for them by aws:ResourceTag. Changing a tag can so change who may use the key.',
    guides: [['tagging-keys', 'Tagging keys']],
  },
  'multi-region': {
    text: 'Keys that exist in several Regions under one id and with one material. What one encrypts the others open, so data can move without being encrypted anew.',
    guides: [['multi-region-keys-overview', 'Multi-Region keys']],
  },
  overview: {
    text: 'How this Region is right now: its keys by state and use, the calls that come, what will happen to keys by itself, what was denied, and whether the record of it all is whole. Every figure leads to what it counts.',
    today:
      'Request quotas of symmetric cryptography are 10,000 to 100,000 a second since 2024, by Region; older notes say 5,500 to 50,000.',
    guides: [['overview', 'What AWS KMS is']],
  },
  playground: {
    text: 'Encrypt, decrypt, sign and derive with real calls, look into a ciphertext byte by byte, and take the same call away for the CLI and SDKs.',
    today:
      'Encrypt takes 4 KB at most: for more, GenerateDataKey gives a data key. It is that data key which you get; the key itself never leaves.',
    guides: [
      ['data-keys', 'Data keys'],
      ['encrypt_context', 'Encryption context'],
    ],
  },
  'policy-lab': {
    text: 'Asks the engine that decides real calls about ones that nobody made: any principal, key policy, IAM policies, grants and context, also drafts that are saved nowhere. The answer comes with its trace.',
    guides: [['determining-access', 'Determining access']],
  },
  'quotas-and-cost': {
    text: "What AWS would bill this account for the keys and calls that are here, in any month, with the rule behind each figure; and how much of the request quotas of this Region is in use. It is the sandbox's clock that counts.",
    today:
      'A key is often said to cost $1 and 10,000 calls 3 cents. The first two rotations add $1 each, calls with most key pairs cost 15 cents, and the free tier does not hold for key pairs.',
    guides: [['requests-per-second', 'Request quotas']],
  },
  sandboxes: {
    text: 'Installations within this one, for demos and tests: each has accounts, keys and a log that nothing else sees, and a clock of its own. As the administrator you act in each as the root user of its accounts; programs get there by its access keys.',
    today:
      'AWS KMS has no sandboxes and no clock to move: what takes ten years there takes ten years. Here only main follows the system clock, and it can be neither moved, reset nor deleted.',
  },
  'sandboxes/sandbox': {
    text: 'The clock of this sandbox and the ways back. Moving the clock on does at once all that falls due until then, in order: rotations, expiries, deletions. It never goes back; a reset or a snapshot does, with everything in the sandbox.',
  },
  scenarios: {
    text: 'Walk-throughs on real keys, each in a sandbox of its own. Do a step yourself, on the pages that its link opens, with the AWS CLI or an SDK, or let it be done for you: it passes when what it asks for is so. Reset goes back to before the first step.',
    today:
      'Nothing here is played: every call is authorized and recorded as any other, in the log of the sandbox. Only the checks of the steps leave no trace; they look and can change nothing.',
  },
  settings: {
    text: 'Who you are here and how this browser shows the console: password, authenticator, sessions, theme, density and time zone. The administrator also says who may sign in.',
  },
}
