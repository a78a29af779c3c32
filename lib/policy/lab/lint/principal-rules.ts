import { operatorNamed } from '../../conditions/table.ts'
import type { ConditionClause, Statement } from '../../document.ts'
import { isPrincipalForm } from '../../principals.ts'
import { eachStatement } from './finding.ts'

/** Condition keys that say who may come, be it by where they come from. */
const RESTRICTING: ReadonlySet<string> = new Set([
  'kms:calleraccount',
  'kms:granteeprincipal',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:username',
])

const isEveryone = ({ principal }: Statement) =>
  principal?.values.some(({ type, value }) => type === 'AWS' && value === '*') ?? false

/** Whether a condition lets only some through: it has to be met by a value, and not by all of them. */
function restricts({ operator, key, values }: ConditionClause): boolean {
  const name = operatorNamed(operator)
  if (!name || name.base === 'Null' || name.base.negated || name.ifExists || name.quantifier === 'ForAllValues')
    return false
  return RESTRICTING.has(key.toLowerCase()) && values.every((value) => !/^[*?]*$/.test(value))
}

/** Everyone in an Allow is every principal of every account, with nothing but conditions to keep them out. */
export const publicRule = eachStatement((statement, path) => {
  if (statement.effect !== 'Allow' || statement.principal?.negated || !isEveryone(statement)) return []
  if (statement.conditions.some(restricts)) return []
  const isOpen = statement.conditions.length === 0
  return [
    {
      code: isOpen ? 'public-access' : 'wildcard-principal',
      severity: 'security',
      path: `${path}.Principal`,
      message: isOpen
        ? 'It allows every principal of every AWS account.'
        : 'It allows every principal of every AWS account; its conditions do not say whose.',
      nextStep: 'Name the principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.',
    },
  ]
})

/** NotPrincipal reaches further than it seems (IAM user guide, "NotPrincipal"). */
export const notPrincipalRule = eachStatement(({ effect, principal }, path) => {
  if (!principal?.negated) return []
  const isAllow = effect === 'Allow'
  return [
    {
      code: isAllow ? 'not-principal-allow' : 'not-principal-deny',
      severity: isAllow ? 'security' : 'warning',
      path: `${path}.NotPrincipal`,
      message: isAllow
        ? 'NotPrincipal with Allow lets in everyone who is not listed, of all accounts.'
        : 'NotPrincipal with Deny hits sessions whose role and account are not listed as well, and all who have a boundary.',
      nextStep: isAllow
        ? 'Name those who are allowed in Principal.'
        : 'Deny everyone, with ArnNotEquals on aws:PrincipalArn for those to spare.',
    },
  ]
})

/** Names are compared letter by letter, so a wildcard in one never matches. */
export const principalFormRule = eachStatement(({ principal }, path) => {
  const element = `${path}.${principal?.negated ? 'NotPrincipal' : 'Principal'}`
  const odd = (principal?.values ?? []).filter(
    ({ type, value }) => type === 'AWS' && value !== '*' && !isPrincipalForm(value),
  )
  return odd.map(({ value }) => {
    const isWild = /[*?]/.test(value)
    return {
      code: isWild ? 'wildcard-in-principal' : 'invalid-principal',
      severity: 'error',
      path: element,
      message: isWild
        ? `Wildcards do not work inside a principal, so "${value}" matches nobody.`
        : `"${value}" is not the form of an account, user, role or session.`,
      nextStep: isWild
        ? 'Name the account or everyone, and use ArnLike on aws:PrincipalArn.'
        : 'Write the full ARN, or 12 digits for an account.',
    }
  })
})

/** These match no caller of AWS KMS. */
export const principalTypeRule = eachStatement(({ principal }, path) =>
  (principal?.values ?? [])
    .filter(({ type }) => type === 'Federated' || type === 'CanonicalUser')
    .map(({ type, value }) => ({
      code: 'unsupported-principal-type',
      severity: 'error',
      path: `${path}.${principal?.negated ? 'NotPrincipal' : 'Principal'}.${type}`,
      message: `A principal of type ${type} is never the caller of AWS KMS, so "${value}" matches nobody.`,
      nextStep: 'Name the role that the federated user assumes.',
    })),
)
