import type { AccountId } from './ids.ts'

interface InAccount {
  readonly account: AccountId
  readonly arn: string
  /** The unique id AWS gives: the account id of a root user, `AIDA…` of a user, `AROA…:session` of a role session. */
  readonly id: string
}

/** Who asks. `arn` is what policies and messages show. */
export type Principal =
  | (InAccount & { readonly kind: 'root' })
  | (InAccount & { readonly kind: 'user'; readonly name: string })
  | (InAccount & { readonly kind: 'assumed-role'; readonly roleArn: string; readonly sessionName: string })
  | (InAccount & { readonly kind: 'federated-user'; readonly name: string })
  | (InAccount & { readonly kind: 'service'; readonly service: string })

export function rootPrincipal(account: AccountId, partition = 'aws'): Principal {
  return { kind: 'root', account, arn: `arn:${partition}:iam::${account}:root`, id: account }
}
