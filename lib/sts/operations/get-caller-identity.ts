import { text } from '#model/query/shape.ts'
import { operation } from '../operation.ts'

/** Who is calling. Needs no permission, and no policy can forbid it (AWS STS API reference, GetCallerIdentity). */
export const getCallerIdentity = operation({
  input: {},
  output: { Arn: text(), UserId: text(), Account: text() },
  plan: (_, { caller: { principal } }) => ({
    checks: 'nobody needs permission',
    run: () => ({ Arn: principal.arn, UserId: principal.id, Account: principal.account }),
  }),
})
