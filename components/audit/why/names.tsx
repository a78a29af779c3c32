import { parsePolicyId } from '#policy/policy-id.ts'
import { keyIdOf, principalParts, shortId } from '../../format.ts'
import { usePaths, useScope } from '../../hooks/frame.tsx'
import { Link, textLink } from '../../ui/link.tsx'

/** The end of an ARN, by which people know the resource; key ids shortened. */
export function resourceText(arn: string): string {
  const name = arn.split(':').slice(5).join(':') || arn
  return name.startsWith('key/') ? `key/${shortId(keyIdOf(arn))}` : name
}

export function PrincipalName({ arn }: { readonly arn: string }) {
  const [kind, name] = principalParts(arn)
  return (
    <span className="mono wrap-anywhere" title={arn}>
      {kind}
      {name}
    </span>
  )
}

/** A key of this account leads to its page. */
export function ResourceName({ arn }: { readonly arn: string }) {
  const { account } = useScope()
  const { key } = usePaths()
  const [, , , region, owner] = arn.split(':')
  if (!arn.includes(':key/') || owner !== account) {
    return (
      <span className="mono wrap-anywhere" title={arn}>
        {resourceText(arn)}
      </span>
    )
  }
  return (
    <Link href={key(keyIdOf(arn), region)} className={`mono ${textLink}`} title={arn}>
      {resourceText(arn)}
    </Link>
  )
}

/** What people call a version of a policy, and what it is attached to; a key has only one, whose name is its kind. */
export function PolicyName({ policy }: { readonly policy: string }) {
  const { name, about } = partsOf(policy)
  if (about === '') return null
  return (
    <p className="flex flex-wrap gap-x-2 text-md wrap-anywhere" title={policy}>
      {name !== '' && <span className="mono">{name}</span>}
      <span className="text-ink-3">{about}</span>
    </p>
  )
}

/** `version 2` of a key policy, which stands beside its title. */
export function keyPolicyVersion(policy: string | undefined): string | undefined {
  const id = policy === undefined ? undefined : parsePolicyId(policy)
  return id?.kind === 'key' ? `version ${id.number}` : undefined
}

/** A document of the lab is known by its place, as `identityPolicies[1]`; what there is one of needs no name. */
function draftText(place: string): string {
  const index = /\[(\d+)\]$/.exec(place)?.[1]
  return index === undefined ? '' : `policy ${Number(index) + 1}`
}

function partsOf(policy: string): { readonly name: string; readonly about: string } {
  const id = parsePolicyId(policy)
  switch (id?.kind) {
    case 'key':
      return { name: '', about: '' }
    case 'inline':
      return { name: id.name, about: `inline policy of ${id.owner}, version ${id.number}` }
    case 'trust':
      return { name: '', about: `trust policy of role/${id.role}, version ${id.number}` }
    case 'managed':
      return { name: id.arn.slice(id.arn.lastIndexOf('/') + 1), about: `managed policy, version ${id.number}` }
    case undefined:
      return { name: '', about: draftText(policy) }
  }
}
