import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Server, startServer } from '../support/server.ts'
import { type Keys, newAccount, type RootKeys } from './accounts.ts'
import { ACCOUNT } from './clients.ts'
import { trusting } from './people.ts'
import { environmentOf, hasAws, run } from './programs.ts'
import { allow, delegation, inPolicy, rootOf, type Statement, to } from './statements.ts'

const NOT_TOLD =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access'

let server: Server
let guest: RootKeys
beforeAll(async () => {
  server = await startServer({ console: false })
  guest = await newAccount(server)
})
afterAll(() => server.stop())

/** A text in the answer of a command of the AWS CLI, which runs with some credentials. */
async function aws(keys: Keys, query: string, ...args: readonly string[]): Promise<string> {
  const env = { ...environmentOf({ ...server, ...keys }), AWS_SESSION_TOKEN: keys.sessionToken }
  const options = ['--endpoint-url', server.url, '--output', 'text', '--query', query]
  const { stdout } = await run('aws', [...args, ...options], { env })
  return stdout.trim()
}

/** A file that an option of the AWS CLI reads. */
function file(name: string, content: string | Buffer): string {
  const path = join(server.dataDir, name)
  writeFileSync(path, content)
  return path
}
const document = (...statements: readonly Statement[]) => `file://${file('policy.json', inPolicy(...statements))}`

async function keysOf(UserName: string): Promise<Keys> {
  const made = await aws(
    guest,
    'AccessKey.[AccessKeyId,SecretAccessKey]',
    'iam',
    'create-access-key',
    '--user-name',
    UserName,
  )
  const [accessKeyId = '', secretAccessKey = ''] = made.split('\t')
  return { accessKeyId, secretAccessKey }
}

async function assumed(by: Keys, role: string): Promise<Keys> {
  const members = 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]'
  const named = ['--role-arn', role, '--role-session-name', 'work']
  const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = (
    await aws(by, members, 'sts', 'assume-role', ...named)
  ).split('\t')
  return { accessKeyId, secretAccessKey, sessionToken }
}

describe.skipIf(!hasAws)('the AWS CLI (skipped where there is no `aws`)', () => {
  it('shares a key with a role of another account: by both policies, then by a grant, until it is retired', async () => {
    const key = await aws(server, 'KeyMetadata.Arn', 'kms', 'create-key')
    const visitor = await aws(guest, 'User.Arn', 'iam', 'create-user', '--user-name', 'visitor')
    const userPolicy = ['iam', 'put-user-policy', '--user-name', 'visitor', '--policy-name', 'own']
    await aws(guest, '@', ...userPolicy, '--policy-document', document(allow('sts:AssumeRole')))
    const trust = ['--assume-role-policy-document', document(trusting(visitor))]
    const role = await aws(guest, 'Role.Arn', 'iam', 'create-role', '--role-name', 'reader', ...trust)
    const session = await assumed(await keysOf('visitor'), role)
    const allowRole = (...actions: string[]) =>
      aws(
        guest,
        '@',
        ...['iam', 'put-role-policy', '--role-name', 'reader', '--policy-name', 'own'],
        ...['--policy-document', document(allow(actions, key))],
      )
    const protect = (...theirs: readonly Statement[]) =>
      aws(server, '@', 'kms', 'put-key-policy', '--key-id', key, '--policy', document(delegation(ACCOUNT), ...theirs))

    const plaintext = `fileb://${file('plaintext', 'shared')}`
    const tenant = ['--encryption-context', 'tenant=guest,file=1']
    const sealed = await aws(
      server,
      'CiphertextBlob',
      ...['kms', 'encrypt', '--key-id', key, '--plaintext', plaintext, ...tenant],
    )
    const blob = `fileb://${file('sealed', Buffer.from(sealed, 'base64'))}`
    const decrypt = async (context = tenant, named: readonly string[] = []) =>
      Buffer.from(
        await aws(session, 'Plaintext', 'kms', 'decrypt', '--ciphertext-blob', blob, ...named, ...context),
        'base64',
      ).toString()
    const arn = `arn:aws:sts::${guest.accountId}:assumed-role/reader/work`
    const refusal = (place: string, why: string) =>
      `An error occurred (AccessDeniedException) when calling the Decrypt operation: User: ${arn} is not authorized to perform: kms:Decrypt ${place} ${why}`
    const byCiphertext = (why: string) => refusal('on the resource associated with this ciphertext', why)

    await expect(decrypt()).rejects.toThrow(byCiphertext(NOT_TOLD))
    await expect(decrypt(tenant, ['--key-id', key])).rejects.toThrow(refusal('on this resource', NOT_TOLD))
    await allowRole('kms:Decrypt')
    await expect(decrypt()).rejects.toThrow(byCiphertext(NOT_TOLD))
    await protect(to(rootOf(guest.accountId), 'kms:Decrypt'))
    expect(await decrypt()).toBe('shared')
    await allowRole('kms:ListKeys')
    const noPolicy = byCiphertext('because no identity-based policy allows the kms:Decrypt action')
    await expect(decrypt()).rejects.toThrow(noPolicy)
    await protect()
    await expect(decrypt()).rejects.toThrow(byCiphertext(NOT_TOLD))

    const grant = await aws(
      server,
      'GrantId',
      ...['kms', 'create-grant', '--key-id', key, '--grantee-principal', role, '--operations', 'Decrypt'],
      ...['--retiring-principal', rootOf(guest.accountId), '--constraints', 'EncryptionContextSubset={tenant=guest}'],
    )
    expect(await decrypt()).toBe('shared')
    const other = ['--encryption-context', 'tenant=owner,file=1']
    await expect(decrypt(other)).rejects.toThrow(byCiphertext(NOT_TOLD))
    await aws(guest, '@', 'kms', 'retire-grant', '--key-id', key, '--grant-id', grant)
    await expect(decrypt()).rejects.toThrow(byCiphertext(NOT_TOLD))
  })
})
