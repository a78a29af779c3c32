import type { BatchDto } from '#console/dto/changes.ts'
import type { FamilyDto, ReplicaDto, ReplicaFormDto } from '#console/dto/families.ts'
import { aliasText, shortId } from '../format.ts'
import type { Action } from '../hooks/use-action.ts'

/** What may be done to a multi-Region key, by the server actions of the pages. */
export interface RegionActions {
  readonly replicateKey: Action<[keyId: string, form: ReplicaFormDto], ReplicaDto>
  readonly changePrimary: Action<[keyId: string, region: string]>
  readonly scheduleDeletion: Action<[keyIds: readonly string[], days: number], BatchDto>
}

/** The same action in another Region: that of the member it is about. */
export function inRegion<A extends readonly unknown[], T>(action: Action<A, T>, region: string): Action<A, T> {
  return (scope, ...args) => action({ ...scope, region }, ...args)
}

/** What a family is called: the first alias that any member has, or its key id. */
export function familyName({ keyId, members }: Pick<FamilyDto, 'keyId' | 'members'>): string {
  const [alias] = members.flatMap(({ aliases }) => aliases)
  return alias === undefined ? shortId(keyId) : aliasText(alias)
}

/** Why a family cannot be replicated now, nor its primary change; undefined when it can. */
export function familyReason({ members }: Pick<FamilyDto, 'members'>): string | undefined {
  const primary = members.find(({ type }) => type === 'PRIMARY')
  if (!primary) return 'Its primary is not for you to see'
  if (primary.state === 'Enabled') return undefined
  return 'Only while the primary is enabled'
}

/** Why the primary cannot change; undefined when it can. */
export function primaryReason(family: Pick<FamilyDto, 'members'>): string | undefined {
  const reason = familyReason(family)
  if (reason) return reason
  const replicas = family.members.filter(({ type }) => type === 'REPLICA')
  if (replicas.length === 0) return 'There is no replica yet'
  return replicas.some(({ state }) => state === 'Enabled') ? undefined : 'No replica is enabled'
}
