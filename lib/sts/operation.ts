import type { Caller } from '#kms/ports.ts'

/** What each operation answers, members in AWS's order. */
export interface StsOutputs {
  readonly GetCallerIdentity: { readonly Arn: string; readonly UserId: string; readonly Account: string }
}

export type StsOperationName = keyof StsOutputs
export type StsOutput<N extends StsOperationName> = StsOutputs[N]

export interface StsOperation<N extends StsOperationName> {
  run(caller: Caller): StsOutput<N>
}
