import type { GrantDto } from '#console/dto/grants.ts'
import { cliSnippet, javascriptSnippet, pythonSnippet, type Target } from '../snippets.ts'

const record = (pairs: readonly { readonly name: string; readonly value: string }[]) =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]))

/** A principal is an ARN, or the name of a service, which has a member of its own. */
const principal = (who: 'Grantee' | 'Retiring', value: string) =>
  value.includes('.') && !value.startsWith('arn:')
    ? { [`${who}ServicePrincipal`]: value }
    : { [`${who}Principal`]: value }

/** What makes a grant of the same terms, in AWS's names. */
export function termsOf({ keyArn, grantee, retiree, operations, name, constraints }: GrantDto) {
  const { equals, subset, sourceArn } = constraints
  const Constraints = {
    ...(equals && { EncryptionContextEquals: record(equals) }),
    ...(subset && { EncryptionContextSubset: record(subset) }),
    ...(sourceArn !== undefined && { SourceArn: sourceArn }),
  }
  return {
    KeyId: keyArn,
    ...principal('Grantee', grantee),
    ...(retiree !== undefined && principal('Retiring', retiree)),
    Operations: operations,
    ...(Object.keys(Constraints).length > 0 && { Constraints }),
    ...(name !== '' && { Name: name }),
  }
}

/** The entry of ListGrants. */
export function grantJson(grant: GrantDto): string {
  const { KeyId, ...terms } = termsOf(grant)
  const IssuingAccount = `arn:aws:iam::${grant.issuer}:root`
  const CreationDate = new Date(grant.createdAt).toISOString()
  return JSON.stringify({ KeyId, GrantId: grant.grantId, CreationDate, IssuingAccount, ...terms }, null, 2)
}

/** How the same grant is made, and how this one is ended, elsewhere. */
export function grantSnippets(grant: GrantDto, target: Target) {
  const { Operations, ...rest } = termsOf(grant)
  const make = { operation: 'CreateGrant', input: { ...rest, Operations } }
  const end = { operation: 'RevokeGrant', input: { KeyId: grant.keyArn, GrantId: grant.grantId } }
  // The CLI takes a list as words behind its option.
  const list = (line: string) => line.replace(/--operations '\[.*?\]'/, `--operations ${Operations.join(' ')}`)
  return [
    { value: 'cli', label: 'CLI', text: list(cliSnippet(make, target)) },
    { value: 'javascript', label: 'JavaScript', text: javascriptSnippet(make, target) },
    { value: 'python', label: 'Python', text: pythonSnippet(make, target) },
    { value: 'end', label: 'Revoke by CLI', text: cliSnippet(end, target) },
  ]
}
