import { specOf } from '#crypto/specs.ts'
import type { Input } from '#model/api.ts'
import { invalid, invalidPrincipal } from '../errors.ts'
import type { Context } from '../operation.ts'
import { grantableOperations } from './grant.ts'
import { isNameable } from './named-principal.ts'
import type { KeyRow } from './rows.ts'

type Asked = Input<'CreateGrant'>

/** Pairs in a constraint (AWS KMS developer guide, resource quotas) and characters in each value. */
const MAX_PAIRS = 8
const MAX_VALUE = 384

/** What the model does not say of a grant's members. Gives the grantee. */
export function acceptGrant(input: Asked): string {
  const grantee = granteeOf(input)
  if (input.RetiringPrincipal !== undefined && input.RetiringServicePrincipal !== undefined) {
    throw invalid('Specify either RetiringPrincipal or RetiringServicePrincipal, not both.')
  }
  if (input.Operations.length === 0) throw invalid('Specify at least one grant operation.')
  checkConstraints(input)
  return grantee
}

/**
 * Beside a constraint that has pairs, an empty one counts as absent, and a subset without pairs limits nothing:
 * Terraform's provider sends both. EncryptionContextEquals alone and empty allows only calls without a context.
 */
export function withoutEmptyConstraint(input: Asked): Asked {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, ...rest } = input.Constraints ?? {}
  const keepsSubset = subset !== undefined && subset.size > 0
  const keepsEquals = equals !== undefined && (equals.size > 0 || !keepsSubset)
  const Constraints = {
    ...rest,
    ...(keepsEquals && { EncryptionContextEquals: equals }),
    ...(keepsSubset && { EncryptionContextSubset: subset }),
  }
  return input.Constraints ? { ...input, Constraints } : input
}

/** Refuses principals that do not exist. For callers who may make the grant: others are not told who exists. */
export async function checkGrantPrincipals(input: Asked, context: Context): Promise<void> {
  for (const principal of [input.GranteePrincipal, input.RetiringPrincipal]) {
    if (principal !== undefined && !(await isNameable(principal, context))) throw invalidPrincipal(principal)
  }
}

/** A service as grantee needs SourceArn, and somebody who retires the grant (AWS KMS API reference, CreateGrant). */
function granteeOf(input: Asked): string {
  const { GranteePrincipal: principal, GranteeServicePrincipal: service } = input
  if (principal !== undefined && service === undefined) return principal
  if (service === undefined || principal !== undefined) {
    throw invalid('Specify exactly one of GranteePrincipal and GranteeServicePrincipal.')
  }
  if (input.Constraints?.SourceArn === undefined) {
    throw invalid('The SourceArn constraint is required with GranteeServicePrincipal.')
  }
  if (input.RetiringPrincipal === undefined && input.RetiringServicePrincipal === undefined) {
    throw invalid('RetiringPrincipal or RetiringServicePrincipal is required with GranteeServicePrincipal.')
  }
  return service
}

function checkConstraints({ Constraints: constraints }: Asked): void {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = constraints ?? {}
  if (equals && subset) throw invalid('More than one constraint supplied')
  const pairs = equals ?? subset
  if (!pairs) return
  if (pairs.size > MAX_PAIRS)
    throw invalid(`A grant constraint can have at most ${MAX_PAIRS} encryption context pairs.`)
  if ([...pairs.values()].some((value) => value.length > MAX_VALUE)) {
    throw invalid(`An encryption context value in a grant constraint can have at most ${MAX_VALUE} characters.`)
  }
}

/** Operations and constraints must fit the key: only symmetric encryption has an encryption context. */
export function checkGrantFit({ Operations, Constraints }: Asked, key: KeyRow): void {
  const allowed = grantableOperations(key)
  const odd = Operations.find((operation) => !allowed.has(operation))
  if (odd !== undefined) throw invalid(`Grant operation ${odd} is not valid for a KMS key of KeySpec ${key.spec}.`)
  const { EncryptionContextEquals, EncryptionContextSubset } = Constraints ?? {}
  if ((EncryptionContextEquals ?? EncryptionContextSubset) && specOf(key.spec).kind !== 'symmetric') {
    throw invalid('Encryption context constraints are valid only for symmetric encryption KMS keys.')
  }
}
