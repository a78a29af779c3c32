import { accountOfAccessKeyId } from '#iam/ports.ts'
import { required, text } from '#model/query/shape.ts'
import { validationError } from '#model/query/validate.ts'
import { ownCheck } from '../access.ts'
import type { StsContext } from '../operation.ts'
import { operation } from '../operation.ts'

/** The account of an access key: what its id says, else who holds it here. */
export const getAccessKeyInfo = operation({
  input: { AccessKeyId: required(text({ min: 16, max: 128, pattern: '[\\w]*' })) },
  output: { Account: text() },
  plan: ({ AccessKeyId }, context) => ({
    checks: [ownCheck('sts:GetAccessKeyInfo', context)],
    async run() {
      const Account = accountOfAccessKeyId(AccessKeyId) ?? (await holderOf(AccessKeyId, context))
      if (Account === undefined) throw validationError(`The access key ID ${AccessKeyId} is not valid`)
      return { Account }
    },
  }),
})

async function holderOf(accessKeyId: string, { ports }: StsContext): Promise<string | undefined> {
  const found = await ports.identities.credential(accessKeyId)
  return found === undefined || found === 'expired' ? undefined : found.principal.account
}
