interface Entry {
  readonly title: string
  readonly text: string
  /** A page of the AWS KMS developer guide. */
  readonly guide?: string
}

const GUIDE = 'https://docs.aws.amazon.com/kms/latest/developerguide/'

/** Words of the field that pages do not explain themselves. */
export const GLOSSARY = {
  'aws-managed-key': {
    title: 'AWS managed key',
    text: 'A key in your account that an AWS service made for itself, as alias/aws/s3. You can look at it, not manage it. It rotates every year.',
    guide: 'concepts.html#aws-managed-cmk',
  },
  'aws-owned-key': {
    title: 'AWS owned key',
    text: 'A key that an AWS service keeps outside of your account. You never see it, and it costs nothing. When it rotates is up to the service.',
    guide: 'concepts.html#aws-owned-cmk',
  },
  'backing-key': {
    title: 'Backing key',
    text: 'One generation of the material of a key. Rotation adds a new one; the older ones stay, so that what they encrypted still opens.',
    guide: 'rotate-keys.html',
  },
  'bucket-key': {
    title: 'Bucket key',
    text: 'A short-lived key that Amazon S3 derives data keys from itself, so that it asks KMS far less often.',
  },
  checkpoint: {
    title: 'Checkpoint',
    text: 'The size of the audit log and the hash of all its events, signed by this installation within a second of the last one. Whoever keeps one can prove later that nothing before it was changed.',
  },
  'customer-managed-key': {
    title: 'Customer managed key',
    text: 'A key that you make and decide everything about: its policy, grants, rotation, and when it is deleted.',
    guide: 'concepts.html#customer-cmk',
  },
  'data-key': {
    title: 'Data key',
    text: 'A key for use outside of KMS. GenerateDataKey gives it twice, in plaintext and encrypted by a KMS key: encrypt your data with the first and forget it, keep the second beside the data.',
    guide: 'data-keys.html',
  },
  'free-tier': {
    title: 'Free tier',
    text: 'The first 20,000 requests of an account in a month, over all its Regions, cost nothing. Requests that use or make a key pair do not count.',
  },
  'encryption-context': {
    title: 'Encryption context',
    text: 'Names and values that are bound to a ciphertext: it opens only with exactly the same. They are no secret; they stand in the audit log and can be asked for in policies.',
    guide: 'encrypt_context.html',
  },
  grant: {
    title: 'Grant',
    text: 'Permission for one principal to use one key, given by a call instead of a policy. It can ask for an encryption context, is never a denial, and ends when it is retired or revoked.',
    guide: 'grants.html',
  },
  'key-material': {
    title: 'Key material',
    text: 'The secret bits of a key. They never leave KMS; you can have them made here, import your own, or leave them in a key store of your own.',
    guide: 'concepts.html#key-material',
  },
  'key-policy': {
    title: 'Key policy',
    text: 'The resource policy that every key has. Nobody can use a key without it: not even an administrator, unless it says so or hands the decision to IAM.',
    guide: 'key-policies.html',
  },
  'primary-key': {
    title: 'Primary key',
    text: 'The one member of a multi-Region key that replicas are made of and that rotates for all of them. It can be moved to another Region.',
    guide: 'multi-region-keys-overview.html',
  },
  'replica-key': {
    title: 'Replica key',
    text: 'A member of a multi-Region key with the same id and material as its primary, in another Region. It has a policy, aliases, tags and grants of its own.',
    guide: 'multi-region-keys-overview.html',
  },
  'root-delegation': {
    title: 'Delegation to the account',
    text: 'A statement that allows the root of an account. It means: IAM policies of that account may now allow the use of the key. Without it, IAM policies count for nothing here.',
    guide: 'key-policy-default.html',
  },
  'root-hash': {
    title: 'Root hash',
    text: 'One hash over all events of the log, by a tree in which every event is a leaf. It changes when any of them does.',
  },
  sandbox: {
    title: 'Sandbox',
    text: 'A group of accounts with keys, a log, a clock, quotas and faults of its own, apart from all others. The one named main follows the system clock; AWS has no such thing.',
  },
  'sandbox-clock': {
    title: "A sandbox's clock",
    text: 'The time that everything in a sandbox goes by: rotations, expiries, waiting periods, policies and the log. The sandbox in the bar at the top opens a panel that advances it. It may run ahead of the system clock or stand, and never goes back. Sessions of the console go by the system clock.',
  },
  'via-service': {
    title: 'kms:ViaService',
    text: 'A condition that holds when an AWS service makes the call for somebody, as S3 does to read an encrypted object.',
    guide: 'conditions-kms.html#conditions-kms-via-service',
  },
  'xks-proxy': {
    title: 'External key store proxy',
    text: 'The service between KMS and a key manager of your own. When it does not answer, the keys behind it cannot be used.',
    guide: 'keystore-external.html',
  },
} as const satisfies Readonly<Record<string, Entry>>

export type TermName = keyof typeof GLOSSARY

/** What a word means, with the address of what AWS says about it. */
export function termOf(name: TermName): { readonly title: string; readonly text: string; readonly href?: string } {
  const entry: Entry = GLOSSARY[name]
  return { title: entry.title, text: entry.text, ...(entry.guide ? { href: `${GUIDE}${entry.guide}` } : {}) }
}
