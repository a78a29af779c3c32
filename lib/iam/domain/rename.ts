import type { Stored, Write } from '#kms/ports.ts'
import { insert, remove, update } from '#kms/ports.ts'
import type { IamChecks, IamContext } from '../operation.ts'
import type { IdentityRow } from '../ports.ts'
import { identityArn } from './arn.ts'
import { endDocuments, inlineDocuments, replaceDocument } from './documents.ts'
import { checkOn, type Entity, removal, touch, touchAccount } from './entities.ts'
import { assertFree } from './new-identity.ts'
import { ownerOf } from './owners.ts'

/** A new name or path; what is not given stays. */
interface Move {
  readonly name?: string | undefined
  readonly path?: string | undefined
}

/** The permission is needed on both: on what it is, and on what it becomes (AWS IAM user guide, "Renaming a user"). */
export function checksOfMove(operation: string, asked: Entity, { name, path }: Move): IamChecks {
  const { found } = asked
  if (!found) return [checkOn(operation, asked)]
  const target = { ...found, name: name ?? found.name, path: path ?? found.path }
  const arn = identityArn(target)
  const become = arn === asked.arn ? [] : [checkOn(operation, { ...asked, name: target.name, arn })]
  return [checkOn(operation, asked), ...become]
}

/** Gives a user or group another name or path. It stays who it is: its unique id, and all that hangs on it. */
export async function moved(
  row: Stored<IdentityRow>,
  { name = row.name, path = row.path }: Move,
  context: IamContext,
): Promise<readonly Write[]> {
  if (name === row.name) return [touch(row, { path })]
  await assertFree(row.kind, name, context, row)
  const { version: _, ...members } = row
  const renamed: IdentityRow = { ...members, name, path }
  const own = [await touchAccount(context), removal(row), insert('identity', renamed)]
  return [...own, ...(await belongings(row, renamed, context))]
}

async function belongings(from: IdentityRow, to: IdentityRow, context: IamContext): Promise<readonly Write[]> {
  const { place, now, ports } = context
  const [owner, newOwner] = [ownerOf(from), ownerOf(to)]
  const documents = await inlineDocuments(owner, context)
  const copies = await Promise.all(
    documents.map(({ name, document }) => replaceDocument(newOwner, name, document, context)),
  )
  const attachments = await ports.store.attachments(place, owner)
  const isUser = from.kind === 'user'
  const memberships = await (isUser ? ports.store.groupsOf(place, from.name) : ports.store.membersOf(place, from.name))
  const keys = isUser ? await ports.store.accessKeys(place, from.name) : []
  return [
    ...endDocuments(documents, now),
    ...copies.flat(),
    ...attachments.flatMap(({ version, ...row }) => [
      remove('attachment', { ...row, version }),
      insert('attachment', { ...row, owner: newOwner }),
    ]),
    ...memberships.flatMap(({ version, ...row }) => [
      remove('membership', { ...row, version }),
      insert('membership', { ...row, ...(isUser ? { userName: to.name } : { groupName: to.name }) }),
    ]),
    ...keys.map((row) => update('accessKey', row, { userName: to.name })),
  ]
}
