import type { GrantConstraints, GrantListEntry, GrantOperation, Input } from '#model/api.ts'
import type { ConstraintsDto, ContextPairDto, GrantDto, NewGrantDto } from './dto/grants.ts'

type CreateGrant = Input<'CreateGrant'>

export function grantDto(grant: GrantListEntry): GrantDto {
  const retiree = grant.RetiringPrincipal ?? grant.RetiringServicePrincipal
  return {
    keyArn: grant.KeyId ?? '',
    grantId: grant.GrantId ?? '',
    name: grant.Name ?? '',
    createdAt: grant.CreationDate ?? 0,
    grantee: grant.GranteePrincipal ?? grant.GranteeServicePrincipal ?? '',
    ...(retiree === undefined ? {} : { retiree }),
    operations: grant.Operations ?? [],
    constraints: constraintsDto(grant.Constraints ?? {}),
    issuer: (grant.IssuingAccount ?? '').split(':')[4] ?? '',
  }
}

function constraintsDto(constraints: GrantConstraints): ConstraintsDto {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn: sourceArn } = constraints
  return {
    ...(equals ? { equals: pairsOf(equals) } : {}),
    ...(subset ? { subset: pairsOf(subset) } : {}),
    ...(sourceArn === undefined ? {} : { sourceArn }),
  }
}

function pairsOf(context: ReadonlyMap<string, string>): readonly ContextPairDto[] {
  return [...context].map(([name, value]) => ({ name, value }))
}

/** The call that a filled-in form comes to; the service decides what is right. */
export function createGrantInput(KeyId: string, form: NewGrantDto): CreateGrant {
  const { equals, subset, sourceArn } = form.constraints
  const constraints: GrantConstraints = {
    ...(equals ? { EncryptionContextEquals: contextOf(equals) } : {}),
    ...(subset ? { EncryptionContextSubset: contextOf(subset) } : {}),
    ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }),
  }
  return {
    KeyId,
    ...(isService(form.grantee) ? { GranteeServicePrincipal: form.grantee } : { GranteePrincipal: form.grantee }),
    ...retireeOf(form.retiree),
    Operations: form.operations as readonly GrantOperation[],
    ...(form.name === '' ? {} : { Name: form.name }),
    ...(Object.keys(constraints).length > 0 ? { Constraints: constraints } : {}),
  }
}

function retireeOf(retiree: string): Pick<CreateGrant, 'RetiringPrincipal' | 'RetiringServicePrincipal'> {
  if (retiree === '') return {}
  return isService(retiree) ? { RetiringServicePrincipal: retiree } : { RetiringPrincipal: retiree }
}

/** `rds.amazonaws.com` and the like. */
function isService(principal: string): boolean {
  return principal.includes('.') && !principal.startsWith('arn:')
}

function contextOf(pairs: readonly ContextPairDto[]): ReadonlyMap<string, string> {
  return new Map(pairs.map(({ name, value }) => [name, value]))
}
