import type { Stored, Write } from '#kms/ports.ts'
import { insert, update } from '#kms/ports.ts'
import type { IamContext } from '../operation.ts'
import type { PolicyDocumentRow } from '../ports.ts'
import { UNNAMED } from './owners.ts'

/** What replaces a document: the old version ends and the new one begins. Both are kept. */
export async function replaceDocument(
  owner: string,
  name: string,
  document: string,
  { place, now, ports }: IamContext,
): Promise<readonly Write[]> {
  const ended = (await ports.store.documents(place, owner)).filter((row) => row.name === name)
  const number = (await ports.store.lastDocument(place, owner, name)) + 1
  const row = { ...place, owner, name, number, createdAt: now, endedAt: null, document }
  return [...endDocuments(ended, now), insert('policyDocument', row)]
}

export function endDocuments(rows: readonly Stored<PolicyDocumentRow>[], now: IamContext['now']): readonly Write[] {
  return rows.map((row) => update('policyDocument', row, { endedAt: now }))
}

/** The inline policies of a user, group or role. */
export async function inlineDocuments(owner: string, { place, ports }: IamContext) {
  return (await ports.store.documents(place, owner)).filter(({ name }) => name !== UNNAMED)
}

/** The trust policy of a role. */
export async function trustDocument(
  owner: string,
  { place, ports }: Pick<IamContext, 'place' | 'ports'>,
): Promise<Stored<PolicyDocumentRow>> {
  const found = (await ports.store.documents(place, owner)).find(({ name }) => name === UNNAMED)
  if (!found) throw new Error(`${owner} has no trust policy: the database was changed`)
  return found
}

/** As AWS IAM answers documents (RFC 3986). */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}
