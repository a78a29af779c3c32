import type { Stored, Write } from '#kms/ports.ts'
import { insert, remove, update } from '#kms/ports.ts'
import type { IamContext } from '../operation.ts'
import type { IdentityRow } from '../ports.ts'
import { endDocuments, inlineDocuments, replaceDocument } from './documents.ts'
import { removal, touch, touchAccount } from './entities.ts'
import { assertFree } from './new-identity.ts'
import { ownerOf } from './owners.ts'

/** Gives a user or group another name or path. It stays who it is: its unique id, and all that hangs on it. */
export async function moved(
  row: Stored<IdentityRow>,
  { name = row.name, path = row.path }: { name?: string | undefined; path?: string | undefined },
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
