import type { StsOperation } from '../operation.ts'

/** Who is calling. Needs no permission, and no policy can forbid it (AWS STS API reference, GetCallerIdentity). */
export const getCallerIdentity: StsOperation<'GetCallerIdentity'> = {
  run: ({ principal }) => ({ Arn: principal.arn, UserId: principal.id, Account: principal.account }),
}
