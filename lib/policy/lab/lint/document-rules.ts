import { parseJson } from '../../json.ts'
import { eachStatement, type Rule } from './finding.ts'

const MAX_BYTES = 32_768
const NEARLY_FULL = 0.9

/** Without a version the document is of 2008, in which variables are plain text. */
export const versionRule: Rule = ({ text, document }) => {
  if (document.version === '2012-10-17') return []
  const root = parseJson(text)
  const isGiven = root.ok && root.value instanceof Map && root.value.has('Version')
  const nextStep = 'Set "Version" to "2012-10-17".'
  const usesVariables = /\$\{[^{}]+\}/.test(text)
  if (usesVariables) {
    const message = 'It uses variables, which are plain text in a document that is not of version 2012-10-17.'
    return [{ code: 'variables-without-version', severity: 'error', path: 'Version', message, nextStep }]
  }
  if (isGiven) {
    const message = 'Version 2008-10-17 knows no variables and no newer parts of the policy language.'
    return [{ code: 'old-version', severity: 'suggestion', path: 'Version', message, nextStep }]
  }
  const message = 'Without a version the document is taken to be of 2008-10-17.'
  return [{ code: 'missing-version', severity: 'warning', path: 'Version', message, nextStep }]
}

/** A key policy has a limit of its own (AWS KMS developer guide, "Resource quotas"). */
export const sizeRule: Rule = ({ text, kind }) => {
  if (kind !== 'resource-based policy') return []
  const bytes = new TextEncoder().encode(text).length
  if (bytes <= MAX_BYTES * NEARLY_FULL) return []
  const isOver = bytes > MAX_BYTES
  return [
    {
      code: isOver ? 'policy-too-large' : 'policy-nearly-full',
      severity: isOver ? 'error' : 'warning',
      path: '',
      message: `It has ${bytes} bytes; a key policy may have ${MAX_BYTES}.`,
      nextStep: 'Merge statements, name roles instead of many users, or use grants for single principals.',
    },
  ]
}

/** IAM wants the ids of statements to differ. */
export const sidRule: Rule = ({ document, kind }) => {
  const seen = new Set<string>()
  return document.statements.flatMap(({ sid }, index) => {
    if (sid === undefined || sid === '') return []
    const isKnown = seen.has(sid)
    seen.add(sid)
    if (!isKnown) return []
    return [
      {
        code: 'duplicate-sid',
        severity: kind === 'identity-based policy' ? 'error' : 'warning',
        path: `Statement[${index}].Sid`,
        message: `Another statement has the id "${sid}" too.`,
        nextStep: 'Give each statement an id of its own, or none.',
      },
    ]
  })
}

/** A key policy takes statements without action or resource, though they do nothing. */
export const emptyStatementRule = eachStatement(({ action, resource }, path) => {
  const lacks = [...(action ? [] : ['Action']), ...(resource ? [] : ['Resource'])]
  return lacks.map((element) => ({
    code: 'ineffective-statement',
    severity: 'error',
    path,
    message: `The statement has no ${element}, so it has no effect.`,
    nextStep:
      element === 'Resource' ? 'Add "Resource": "*", which means this key.' : 'Add the actions that it is about.',
  }))
})
