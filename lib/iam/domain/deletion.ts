import { hasAccessKeys, hasAttachments, hasInlinePolicies, hasMembers } from '../errors.ts'
import type { IamContext } from '../operation.ts'
import type { IdentityRow } from '../ports.ts'
import { inlineDocuments } from './documents.ts'
import { ownerOf } from './owners.ts'

/** Throws DeleteConflict while something hangs on a user, group or role. */
export async function assertNothingLeft(row: IdentityRow, context: IamContext): Promise<void> {
  const { store } = context.ports
  const { place } = context
  const owner = ownerOf(row)
  if (row.kind === 'group' && (await store.membersOf(place, row.name)).length > 0) throw hasMembers()
  if (row.kind === 'user' && (await store.groupsOf(place, row.name)).length > 0) throw hasMembers()
  if ((await store.attachments(place, owner)).length > 0) throw hasAttachments()
  if ((await inlineDocuments(owner, context)).length > 0) throw hasInlinePolicies()
  if (row.kind === 'user' && (await store.accessKeys(place, row.name)).length > 0) throw hasAccessKeys()
}
