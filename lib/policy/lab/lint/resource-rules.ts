import { arnSegments, compileArnPattern } from '../../arn-pattern.ts'
import { isConstant, parseTemplate } from '../../template.ts'
import { eachStatement } from './finding.ts'

/** In a key policy the resource is this key, however it is written. */
export const otherKeyRule = eachStatement(({ resource }, path, { kind, key }) => {
  if (kind !== 'resource-based policy' || !key || !resource || resource.negated) return []
  if (resource.values.some((value) => value === '*' || matches(value, key.arn))) return []
  return [
    {
      code: 'resource-of-other-key',
      severity: 'error',
      path: `${path}.Resource`,
      message: 'Its resource is not this key, so the statement has no effect here.',
      nextStep: 'Write "Resource": "*", which means this key.',
    },
  ]
})

function matches(pattern: string, arn: string): boolean {
  const template = parseTemplate(pattern, true)
  return !isConstant(template) || compileArnPattern(template)(arn)
}

/** Keys are used by alias, but IAM policies see the key. */
export const aliasResourceRule = eachStatement(({ action, resource }, path) => {
  const aliases = (resource?.values ?? []).filter((value) => arnSegments(value)?.[5]?.startsWith('alias/'))
  const isOfAliases = (action?.values ?? []).some((value) => value.includes('*') || /alias/i.test(value))
  if (aliases.length === 0 || resource?.negated || isOfAliases) return []
  return aliases.map((value) => ({
    code: 'alias-as-resource',
    severity: 'error',
    path: `${path}.Resource`,
    message: `An alias is the resource of operations on aliases only: "${value}" gives no use of its key.`,
    nextStep: 'Name the key, or use kms:RequestAlias or kms:ResourceAliases in a condition.',
  }))
})
