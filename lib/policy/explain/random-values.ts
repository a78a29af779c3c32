import type { AccountId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'

/** The small world of random cases: few names, so that policies and requests often meet. */
export const OWNER = '111122223333' as AccountId
export const OTHER = '444455556666' as AccountId
export const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
export const ALIAS = `arn:aws:kms:us-east-1:${OWNER}:alias/app`
export const TABLE = `arn:aws:dynamodb:us-east-1:${OWNER}:table/T`

type Some<T> = readonly [T, ...T[]]

const user = (account: AccountId, name: string): Principal => ({
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/${name}`,
  id: `AIDA${name.toUpperCase()}`,
  name,
})

const session = (account: AccountId, role: string, name: string): Principal => ({
  kind: 'assumed-role',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)}/${name}`,
  id: `AROA${account}:${name}`,
  roleArn: `arn:aws:iam::${account}:role/${role}`,
  sessionName: name,
})

const LOGS = 'logs.amazonaws.com'
const federated = `arn:aws:sts::${OWNER}:federated-user/Fred`

export const PRINCIPALS: Some<Principal> = [
  user(OWNER, 'Alice'),
  user(OTHER, 'Bob'),
  session(OWNER, 'path/App', 'i-1'),
  session(OTHER, 'App', 'i-1'),
  rootPrincipal(OWNER),
  rootPrincipal(OTHER),
  { kind: 'federated-user', account: OWNER, arn: federated, id: `${OWNER}:Fred`, name: 'Fred' },
  { kind: 'service', account: OWNER, arn: LOGS, id: LOGS, service: LOGS },
  session(OWNER, 'aws-service-role/x.amazonaws.com/X', 's'),
]

/** Values of `AWS` in a principal, and grantees. */
export const NAMES: Some<string> = [
  `arn:aws:iam::${OWNER}:root`,
  '*',
  OWNER,
  OTHER,
  `arn:aws:iam::${OTHER}:root`,
  ...PRINCIPALS.map(({ arn }) => arn),
  ...PRINCIPALS.map(({ id }) => id),
  `AROA${OWNER}`,
  `arn:aws:iam::${OWNER}:role/path/App`,
  `arn:aws:iam::${OTHER}:role/App`,
  `arn:aws:iam::${OWNER}:user/Al*`,
  `arn:aws:iam::${OWNER}:user/alice`,
]

export const SERVICES: Some<string> = [LOGS, 's3.amazonaws.com']

export const ACTIONS: Some<string> = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:DescribeKey',
  'kms:CreateGrant',
  'kms:RetireGrant',
]

export const ACTION_PATTERNS: Some<string> = [
  'kms:*',
  '*',
  'kms:Decrypt',
  'KMS:decrypt',
  'kms:?ecrypt',
  'kms:*crypt*',
  'kms:De*',
  'kms:*Grant',
  's3:*',
  '*:Decrypt',
  'kms:**t',
  `\${aws:x}`,
]

export const RESOURCE_PATTERNS: Some<string> = [
  '*',
  KEY,
  `arn:aws:kms:*:${OWNER}:key/*`,
  'arn:aws:kms:us-east-1',
  'arn:aws:kms:*:key/*',
  'arn:*:kms:*:*:*/*',
  `${KEY.slice(0, -1)}?`,
  `${KEY}0`,
  ALIAS,
  '*key*',
  '**',
  `arn:aws:kms:us-east-1:\${aws:PrincipalAccount}:key/*`,
  `arn:aws:kms:us-east-1:*:key/\${t:s1, '*'}`,
  `arn:aws:kms:us-east-1:\${t:none, '${OWNER}'}:\${*}`,
  `\${t:arn}`,
]

export type Family = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IpAddress' | 'Arn'

/** Operators by what they compare. */
export const OPERATORS: Readonly<Record<Family, Some<string>>> = {
  String: [
    'StringEquals',
    'StringLike',
    'StringNotEquals',
    'StringNotLike',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
  ],
  Numeric: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  Date: [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  Bool: ['Bool'],
  Binary: ['BinaryEquals'],
  IpAddress: ['IpAddress', 'NotIpAddress'],
  Arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
}

export const FAMILIES = Object.keys(OPERATORS) as [Family, ...Family[]]

/** Condition keys that hold such values. */
export const KEYS: Readonly<Record<Family, Some<string>>> = {
  String: ['t:s1', 'T:S2', 'kms:EncryptionContext:App', 'kms:EncryptionContextKeys', 'kms:ResourceAliases'],
  Numeric: ['t:n'],
  Date: ['aws:CurrentTime'],
  Bool: ['t:b', 'aws:ViaAWSService'],
  Binary: ['t:bin'],
  IpAddress: ['aws:SourceIp'],
  Arn: ['t:arn', 'aws:SourceArn'],
}

/** What the patterns below often fit, or nearly. */
export const PLAIN_TEXTS: Some<string> = ['a', 'ab', 'A', 'b']

/** Values of conditions; those of requests are taken from them too. */
export const VALUES: Readonly<Record<Family, Some<string>>> = {
  String: [
    'a',
    'A',
    'ab',
    'a*',
    'a?',
    '*',
    '',
    `\${t:s1}`,
    `\${T:S2, 'a'}`,
    `a\${*}`,
    `\${t:list}b`,
    `\${`,
    'b',
    'a*a',
    '*b*b',
    '*a*a?',
  ],
  Numeric: ['7', '30', '7.0', '-1', '+7', '1e3', 'x', '0x7'],
  Date: ['2026-01-01T00:00:00Z', '1767225600', '2026', '2026-01-01', '2026-01-01T02:00:00+02:00', '2027-06-01', 'soon'],
  Bool: ['true', 'false', 'TRUE', 'yes'],
  Binary: ['QQ==', 'QUI=', 'Q', ''],
  IpAddress: [
    '192.0.2.0/24',
    '192.0.2.7',
    '::ffff:192.0.2.7',
    '2001:db8::/32',
    '2001:DB8::1',
    '::/0',
    '0.0.0.0/0',
    '1',
  ],
  Arn: [
    TABLE,
    `${TABLE.slice(0, -1)}*`,
    'arn:aws:dynamodb',
    'arn:*',
    `arn:aws:*:*:\${t:s1}:*`,
    KEY,
    `${TABLE}:x`,
    TABLE.replace('arn', 'nra'),
    '*',
  ],
}
