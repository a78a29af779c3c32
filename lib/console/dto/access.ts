import type { Principal } from '#kernel/principal.ts'
import type { PolicyDocument } from '#policy/document.ts'
import type { GrantTermsDto } from './grants.ts'
import type { ErrorDto } from './result.ts'

/** All that stands at a key and decides who may use it. */
export interface KeyAccessDto {
  readonly arn: string
  readonly account: string
  readonly awsManaged: boolean
  /** Who asks. */
  readonly you: Principal
  /** The key policy as it is stored. */
  readonly policy: string
  readonly grants: readonly GrantTermsDto[]
  /** Why the grants, or some of them, are not known. */
  readonly grantsError?: ErrorDto
  /** Condition keys that follow from the key, in lower case. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>
}

/** Someone of the account, with what is attached. */
export interface SubjectDto {
  /** ARN of the root user, a user or a role. */
  readonly arn: string
  /** Of a role: any of its sessions. */
  readonly principal: Principal
  /** Names of documents. */
  readonly identity: readonly string[]
  readonly boundary?: string
}

export interface SubjectsDto {
  readonly subjects: readonly SubjectDto[]
  /** By their names; several principals may share one. */
  readonly documents: Readonly<Record<string, PolicyDocument>>
  /** How many more principals there are. */
  readonly more: number
}

/** A document of then, under the name by which its decision points at it. */
export interface RecalledPolicyDto {
  readonly id: string
  readonly text: string
}

/** One decision of a call. */
export interface RecalledDto {
  readonly principal: Principal
  readonly action: string
  readonly resource: string
  readonly outcome: string
  readonly keyPolicy?: RecalledPolicyDto
  readonly identity: readonly RecalledPolicyDto[]
  readonly boundary?: RecalledPolicyDto
  readonly session: readonly RecalledPolicyDto[]
  readonly grants: readonly GrantTermsDto[]
  /** The condition keys that were recorded: those on which the policies of then depend. */
  readonly context: Readonly<Record<string, string | readonly string[]>>
  readonly encryptionContext: Readonly<Record<string, string>>
}

export interface RecallDto {
  readonly eventName: string
  readonly at: number
  readonly decided: readonly RecalledDto[]
}

/** Calls of one principal that a draft of the key policy would end differently, or of which that cannot be told. */
export interface ReplayGroupDto {
  readonly action: string
  readonly principalArn: string
  readonly before: 'allowed' | 'denied'
  readonly after: 'allowed' | 'denied'
  /** Condition keys of the draft that were not recorded. */
  readonly unsure: readonly string[]
  readonly count: number
  /** The newest of them. */
  readonly requestId: string
  readonly at: number
}

export interface ReplayDto {
  /** How many events were looked at, and when the oldest of them was. */
  readonly events: number
  readonly from?: number
  /** How many calls change. */
  readonly changed: number
  readonly groups: readonly ReplayGroupDto[]
}
