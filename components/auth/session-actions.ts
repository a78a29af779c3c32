import type { ActionResult } from '#console/dto/result.ts'

/** What the frame of every page may do with its own session, by server actions. */
export interface SessionActions {
  readonly stepUp: (shown: { readonly password?: string; readonly code?: string }) => Promise<ActionResult<null>>
  readonly switchRole: (role: RoleName) => Promise<ActionResult<{ readonly account: string; readonly arn: string }>>
  readonly exitRole: () => Promise<ActionResult<{ readonly account: string }>>
}

export interface RoleName {
  readonly account: string
  /** With its path, where it has one. */
  readonly name: string
}

/** The role that an ARN names; undefined for anything else. */
export function roleOfArn(arn: string): RoleName | undefined {
  const [, account, name] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? []
  return account !== undefined && name !== undefined ? { account, name } : undefined
}
