/** A statement of a policy, as JSON. */
export type Statement = Readonly<Record<string, unknown>>

type Actions = string | readonly string[]

export const rootOf = (account: string) => `arn:aws:iam::${account}:root`

/** Of an IAM policy. */
export const allow = (Action: Actions, Resource = '*', more: Statement = {}): Statement => ({
  Effect: 'Allow',
  ...{ Action, Resource },
  ...more,
})

export const deny = (Action: Actions, more: Statement = {}): Statement => ({
  Effect: 'Deny',
  ...{ Action, Resource: '*' },
  ...more,
})

/** Of a key policy: what it allows to somebody. */
export const to = (AWS: string, Action: Actions, more: Statement = {}): Statement => ({
  Effect: 'Allow',
  ...{ Principal: { AWS }, Action, Resource: '*' },
  ...more,
})

/** Hands the decision to the IAM policies of an account, as the default key policy does. */
export const delegation = (account: string): Statement => to(rootOf(account), 'kms:*')

export const inPolicy = (...Statement: readonly Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement })
