import type { Stored, Write } from '#kms/ports.ts'
import { update } from '#kms/ports.ts'
import type { MoreConditions } from '#policy/request-context.ts'
import { boundaryNotFound, invalidArn, notAttachable, policyNotFound } from '../errors.ts'
import type { IamCheck, IamContext } from '../operation.ts'
import type { IdentityRow, ManagedPolicyRow } from '../ports.ts'
import { parseIdentityArn, policyArn } from './arn.ts'
import type { AwsManagedPolicy } from './aws-managed.ts'
import { awsManagedPolicy } from './aws-managed.ts'
import { resourceTagConditions } from './tags.ts'

/** A managed policy that a request names: the account's own, one that AWS keeps for everyone, or none. */
export interface Managed {
  readonly arn: string
  readonly own?: Stored<ManagedPolicyRow>
  readonly aws?: AwsManagedPolicy
}

/** Throws InvalidInput for what is no ARN of a policy. */
export async function managed(arn: string, { place, ports }: IamContext): Promise<Managed> {
  const aws = awsManagedPolicy(arn)
  if (aws) return { arn, aws }
  const named = parseIdentityArn(arn)
  if (named?.kind !== 'policy') {
    if (!arn.startsWith('arn:aws:iam::aws:policy/')) throw invalidArn(arn)
    return { arn }
  }
  const own = named.account === place.account ? await ports.store.managedPolicy(place, named.name) : undefined
  return own && policyArn(own) === arn ? { arn, own } : { arn }
}

/** One that the account may change. Throws NoSuchEntity. */
export function ownOf({ arn, own }: Managed): Stored<ManagedPolicyRow> {
  if (!own) throw policyNotFound(arn)
  return own
}

export function assertFound(policy: Managed): void {
  if (!policy.own && !policy.aws) throw policyNotFound(policy.arn)
}

/** What is written to a policy that something is attached to, or taken from. */
export function touchManaged({ own }: Managed, change: Partial<ManagedPolicyRow> = {}): readonly Write[] {
  return own ? [update('managedPolicy', own, change)] : []
}

export function attachable(policy: Managed): Managed {
  if (!policy.own && !policy.aws) throw notAttachable(policy.arn)
  return policy
}

/** A policy that is to become a permissions boundary. */
export async function boundaryPolicy(arn: string, context: IamContext): Promise<Managed> {
  const policy = await managed(arn, context)
  if (!policy.own && !policy.aws) throw boundaryNotFound(arn)
  return policy
}

export function checkOnPolicy(operation: string, { arn, own }: Managed, more?: MoreConditions): IamCheck {
  const conditions = { ...resourceTagConditions(own), ...more }
  return { action: `iam:${operation}`, resource: arn, shownAs: `policy ${arn}`, conditions }
}

/** The users and roles that have a permissions boundary, by its ARN. It reads them all: once a call. */
export async function bounded({ place, ports }: IamContext): Promise<ReadonlyMap<string, readonly IdentityRow[]>> {
  const all = await Promise.all((['user', 'role'] as const).map((kind) => ports.store.identities(place, kind)))
  const limited = all.flat().filter(({ boundary }) => boundary !== null)
  return Map.groupBy(limited, ({ boundary }) => boundary ?? '')
}
