import type { Credentials } from './credentials.ts'
import type { AppliedFixture } from './fixture.ts'

/** Who has an access key in a sandbox. */
export interface Principal {
  readonly accountId: string
  /** Undefined for the root user of the account. */
  readonly userName: string | undefined
  readonly credentials: Credentials
}

/** Those that a fixture has made access keys for. */
export function principalsOf({ accessKeys }: Pick<AppliedFixture, 'accessKeys'>): readonly Principal[] {
  return accessKeys.map(({ AccountId, UserName, AccessKeyId, SecretAccessKey }) => ({
    accountId: AccountId,
    userName: UserName,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
  }))
}

const ARN = /^arn:[\w-]+:iam::(\d{12}):(root|user\/(?:.*\/)?([^/]+))$/
const ROOT = /^\d{12}$/
const IN_ACCOUNT = /^(\d{12})\/([^/]+)$/

/**
 * The credentials of `alice`, `444455556666/alice` or `arn:aws:iam::444455556666:user/alice`; of the root user of an
 * account by `444455556666` or its ARN. The first access key of several. Throws Error where nobody is meant, or more
 * than one.
 */
export function credentialsOf(principals: readonly Principal[], name: string): Credentials {
  const wanted = wantedBy(name)
  const found = principals.filter(
    ({ accountId, userName }) =>
      userName === wanted.userName && (wanted.accountId === undefined || accountId === wanted.accountId),
  )
  const accounts = new Set(found.map(({ accountId }) => accountId))
  const [first] = found
  if (first && accounts.size === 1) return first.credentials
  const known = [...new Set(principals.map(labelOf))].join(', ')
  throw new Error(
    first
      ? `'${name}' is a user of several accounts: say ${[...accounts].map((id) => `${id}/${name}`).join(' or ')}.`
      : `No access key of '${name}' is known here. There are those of ${known}. Roles are assumed: see assumeRole.`,
  )
}

function wantedBy(name: string): Pick<Principal, 'userName'> & { readonly accountId?: string | undefined } {
  const arn = ARN.exec(name)
  if (arn) return { accountId: arn[1], userName: arn[3] }
  if (ROOT.test(name)) return { accountId: name, userName: undefined }
  const inAccount = IN_ACCOUNT.exec(name)
  return inAccount ? { accountId: inAccount[1], userName: inAccount[2] } : { userName: name }
}

function labelOf({ accountId, userName }: Principal): string {
  return userName === undefined ? accountId : `${accountId}/${userName}`
}
