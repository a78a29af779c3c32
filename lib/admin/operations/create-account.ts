import { newAccessKey } from '#iam/ports.ts'
import { draw } from '#kernel/draw.ts'
import type { AccountId } from '#kernel/ids.ts'
import type { Secrets } from '#kernel/random.ts'
import { insert } from '#kms/ports.ts'
import { accountExists, invalid } from '../errors.ts'
import { membersOf, newAccountMember } from '../members.ts'
import type { AdminOperation } from '../operation.ts'

const MAX_NAME = 50

/** A new account, with root credentials that are told this once. */
export const createAccount: AdminOperation<'CreateAccount'> = {
  parse(input) {
    const members = membersOf(input)
    const { name } = members
    const accountId = newAccountMember(members)
    if (name !== undefined && !(typeof name === 'string' && name.length > 0 && name.length <= MAX_NAME)) {
      throw invalid(`name must be a text of 1 to ${MAX_NAME} characters.`)
    }
    return { ...(accountId !== undefined && { accountId }), ...(name !== undefined && { name }) }
  },
  async run({ accountId, name = '' }, caller, ports) {
    const { sandbox } = caller.scope
    const account = (accountId as AccountId | undefined) ?? newAccountId(ports.secrets)
    if (await ports.store.account(sandbox, account)) throw accountExists(account)
    const createdAt = ports.clocks.of(sandbox).now()
    const { row, secretAccessKey } = await newAccessKey({ sandbox, account }, null, createdAt, ports)
    return {
      answer: { accountId: account, accessKeyId: row.accessKeyId, secretAccessKey },
      writes: [insert('account', { sandbox, account, name, createdAt }), insert('accessKey', row)],
      responseElements: { accountId: account, accessKeyId: row.accessKeyId },
    }
  },
}

/** As AWS gives them: 12 digits, the first not 0. */
function newAccountId(secrets: Secrets): AccountId {
  return `${draw(secrets, '123456789', 1)}${draw(secrets, '0123456789', 11)}` as AccountId
}
