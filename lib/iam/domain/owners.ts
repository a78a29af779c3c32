import type { IdentityKind } from './rows.ts'

/** Whose documents and attachments: the `owner` column. */
export const ownerOf = ({ kind, name }: { kind: IdentityKind | 'policy'; name: string }) => `${kind}/${name}`

/** The name under which a role's trust policy and the versions of a managed policy stand. */
export const UNNAMED = ''
