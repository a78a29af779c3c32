import { compileGlob, type Test } from '../../glob.ts'
import { isConstant, parseTemplate } from '../../template.ts'
import type { Vocabulary } from '../../vocabulary.ts'
import { eachStatement, type Finding } from './finding.ts'
import { nearest } from './suggest.ts'

function matcher(pattern: string): Test {
  const template = parseTemplate(pattern.toLowerCase(), false)
  return isConstant(template) ? compileGlob(template) : () => false
}

/** The known actions that a pattern covers, by their names in lower case. */
function covered(pattern: string, { actions }: Vocabulary): readonly string[] {
  return [...actions.keys()].filter(matcher(pattern))
}

const isOfKms = (pattern: string) => pattern === '*' || pattern.toLowerCase().startsWith('kms:')

/** Names that mean nothing, such as kms:ReEncrypt, which is two permissions. */
export const unknownActionRule = eachStatement(({ action }, path, { vocabulary }) =>
  (action?.values ?? [])
    .filter((value) => isOfKms(value) && covered(value, vocabulary).length === 0)
    .map((value) => unknownAction(value, `${path}.${action?.negated ? 'NotAction' : 'Action'}`, vocabulary)),
)

function unknownAction(value: string, path: string, vocabulary: Vocabulary): Finding {
  const longer = covered(`${value}*`, vocabulary).length > 0 ? `${value}*` : undefined
  const names = [...vocabulary.actions.values()].map(({ name }) => name)
  const suggestion = longer ?? nearest(value, names)
  return {
    code: 'unknown-action',
    severity: 'error',
    path,
    message: `There is no action "${value}".`,
    nextStep: suggestion
      ? `Write "${suggestion}".`
      : 'See the actions of AWS KMS in the Service Authorization Reference.',
  }
}

/** A key policy speaks of AWS KMS only. */
export const foreignActionRule = eachStatement(({ action }, path, { kind }) => {
  if (kind !== 'resource-based policy' || action?.negated) return []
  return (action?.values ?? [])
    .filter((value) => !isOfKms(value) && !matcher(value)('kms:decrypt'))
    .map((value) => ({
      code: 'action-of-other-service',
      severity: 'warning',
      path: `${path}.Action`,
      message: `A key policy governs AWS KMS only, so "${value}" has no effect in it.`,
      nextStep: 'Remove it, or allow it in an IAM policy.',
    }))
})

/** Operations without a key are up to IAM policies, and RetireGrant to grants. */
export const keylessActionRule = eachStatement(({ action }, path, { kind, vocabulary }) => {
  if (kind !== 'resource-based policy' || action?.negated) return []
  return (action?.values ?? []).flatMap((value) => {
    const found = covered(value, vocabulary).flatMap((name) => vocabulary.actions.get(name) ?? [])
    if (found.length === 0 || found.some(({ resources, name }) => resources.length > 0 && name !== 'kms:RetireGrant'))
      return []
    const retires = found.some(({ name }) => name === 'kms:RetireGrant')
    const finding: Finding = {
      code: 'action-without-effect',
      severity: 'warning',
      path: `${path}.Action`,
      message: `"${value}" has no effect in a key policy${retires ? ': the grant says who may retire it.' : ', as it acts on no key.'}`,
      nextStep: retires ? 'Name a retiring principal in the grant.' : 'Allow it in an IAM policy.',
    }
    return [finding]
  })
})

/** What is left out of NotAction is allowed, be it new or dangerous. */
export const notActionRule = eachStatement(({ effect, action }, path) => {
  if (effect !== 'Allow' || !action?.negated) return []
  return [
    {
      code: 'not-action-allow',
      severity: 'warning',
      path: `${path}.NotAction`,
      message: 'NotAction with Allow allows everything that is not listed, also actions that come later.',
      nextStep: 'List the allowed actions in Action.',
    },
  ]
})

const DECRYPTING = ['kms:decrypt', 'kms:reencryptfrom']

/** AWS Foundational Security Best Practices, KMS.1 and KMS.2. */
export const decryptAllRule = eachStatement(({ effect, action, resource }, path, { kind }) => {
  if (kind !== 'identity-based policy' || effect !== 'Allow' || !action || resource?.negated !== false) return []
  const isAll = resource.values.some((value) => value === '*' || /^arn:[^:]*:kms:[^:]*:[^:]*:(key\/)?\*$/.test(value))
  const covers = (name: string) => action.values.some((value) => matcher(value)(name)) !== action.negated
  if (!isAll || !DECRYPTING.some(covers)) return []
  return [
    {
      code: 'decrypt-on-all-keys',
      severity: 'security',
      path: `${path}.Resource`,
      message: 'It allows to decrypt with every key that leaves access to IAM policies.',
      nextStep:
        'Name the keys in Resource, or add a condition on kms:ViaService, kms:ResourceAliases or aws:ResourceTag.',
    },
  ]
})
