import { GLOBAL_REGION } from '#kernel/scope.ts'
import type { Stored, Write } from '#kms/ports.ts'
import { insert } from '#kms/ports.ts'
import { exists, overQuota } from '../errors.ts'
import type { IamCheck, IamChecks, IamContext } from '../operation.ts'
import type { IdentityKind, IdentityRow } from '../ports.ts'
import { identityArn } from './arn.ts'
import { boundaryCondition, LABEL, sameName, touchAccount } from './entities.ts'
import { boundaryPolicy, touchManaged } from './managed.ts'
import { QUOTAS } from './quotas.ts'
import type { Tag } from './tags.ts'
import { newTags, requestTagConditions, storedTags } from './tags.ts'
import { uniqueIdFrom } from './unique-id.ts'

/** What a request says of a user, group or role that it makes. */
export interface Wanted {
  readonly kind: IdentityKind
  readonly name: string
  readonly path?: string | undefined
  readonly boundary?: string | undefined
  readonly tags?: readonly Tag[] | undefined
  readonly description?: string | undefined
  readonly maxSessionSeconds?: number
}

/** Tags need a permission of their own. */
export function creationChecks({ kind, name, path = '/', boundary, tags }: Wanted, { place }: IamContext): IamChecks {
  const resource = identityArn({ ...place, kind, path, name })
  const conditions = { ...requestTagConditions(tags), ...boundaryCondition(boundary) }
  const check = (verb: string): IamCheck => ({ action: `iam:${verb}${LABEL[kind]}`, resource, conditions })
  return tags && tags.length > 0 ? [check('Create'), check('Tag')] : [check('Create')]
}

export async function newIdentity(
  wanted: Wanted,
  context: IamContext,
): Promise<{ row: IdentityRow; writes: readonly Write[] }> {
  const { kind, name, path = '/', boundary, description = '', maxSessionSeconds = null } = wanted
  const tags = newTags(wanted.tags)
  await assertFree(kind, name, context)
  const limit = boundary === undefined ? undefined : await boundaryPolicy(boundary, context)
  const drawn = await context.ports.identifiers.draw({ ...context.place, region: GLOBAL_REGION }, `${kind} ${name}`)
  const row: IdentityRow = {
    ...context.place,
    ...{ kind, name, path, description, maxSessionSeconds },
    uniqueId: uniqueIdFrom(kind, drawn.uuid),
    createdAt: context.now,
    boundary: boundary ?? null,
    tags: storedTags(tags),
  }
  const made = [...drawn.writes, insert('identity', row)]
  const writes = [await touchAccount(context), ...made, ...(limit ? touchManaged(limit) : [])]
  return { row, writes }
}

/** Names are unique whatever the case of their letters. `but` is one that may have it: what is to be renamed. */
export async function assertFree(
  kind: IdentityKind,
  name: string,
  { place, ports }: IamContext,
  but?: Stored<IdentityRow>,
): Promise<void> {
  const others = (await ports.store.identities(place, kind)).filter((row) => row.name !== but?.name)
  if (others.some((row) => sameName(row.name, name))) throw exists(LABEL[kind], name)
  const most = QUOTAS.identities[kind]
  if (!but && others.length >= most) throw overQuota(`${LABEL[kind]}sPerAccount`, most)
}
