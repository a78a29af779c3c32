import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { OPERATOR_NAMES } from '#policy/conditions/table.ts'
import { KMS_VOCABULARY } from '#policy/vocabulary.ts'
import { type Place, placeAt } from './json-places.ts'

/** What a policy may say at a place of its text. `principals`: ARNs of the account, to be named. */
export function completePolicy(principals: readonly string[]) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const place = placeAt(state.doc.toString(), pos)
    const options = optionsAt(place, principals)
    if (options.length === 0 || !(place.isQuoted || explicit)) return null
    const typed = place.isQuoted
    return {
      from: place.from,
      to: place.to,
      options: typed ? options : options.map((option) => ({ ...option, apply: `"${option.label}"` })),
      validFor: /^[\w:*./-]*$/,
    }
  }
}

const STATEMENT = 'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' ')

/** The words that fit a place; exported for its test. */
export function optionsAt(
  { path, isName }: Pick<Place, 'path' | 'isName'>,
  principals: readonly string[],
): Completion[] {
  const [first, second, third] = path
  if (isName) {
    if (first === undefined) return words(['Version', 'Id', 'Statement'], 'policy')
    if (first !== 'Statement') return []
    if (second === undefined) return words(STATEMENT, 'statement')
    if (second === 'Principal' || second === 'NotPrincipal') return words(['AWS', 'Service'], 'principal')
    if (second !== 'Condition') return []
    return third === undefined ? words(OPERATOR_NAMES, 'operator') : CONDITION_KEYS
  }
  if (first === 'Version') return words(['2012-10-17'], 'the newest')
  if (first !== 'Statement') return []
  switch (second) {
    case 'Effect':
      return words(['Allow', 'Deny'], '')
    case 'Action':
    case 'NotAction':
      return ACTIONS
    case 'Resource':
    case 'NotResource':
      return words(['*'], 'this key')
    case 'Principal':
    case 'NotPrincipal':
      return third === 'AWS' || third === undefined ? principalOptions(principals) : []
    default:
      return []
  }
}

const words = (labels: Iterable<string>, detail: string): Completion[] =>
  [...labels].map((label) => ({ label, detail }))

const ACTIONS: Completion[] = [
  ...words(['kms:*'], 'every operation'),
  ...words(['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'], 'all that begin so'),
  ...[...KMS_VOCABULARY.actions.values()]
    .filter(({ resources }) => resources.includes('key'))
    .map(({ name, crossAccount }) => ({ label: name, detail: crossAccount ? 'also from other accounts' : '' })),
]

const CONDITION_KEYS: Completion[] = [...KMS_VOCABULARY.conditionKeys.values()]
  .filter(({ replacement }) => replacement === undefined)
  .map(({ name, type, multiValued }) => ({ label: name, detail: multiValued ? `${type}, several` : type }))

function principalOptions(principals: readonly string[]): Completion[] {
  return [...principals.map((label) => ({ label, detail: kindOf(label) })), { label: '*', detail: 'everyone' }]
}

function kindOf(arn: string): string {
  if (arn.endsWith(':root')) return 'the account, by IAM'
  return arn.includes(':role/') ? 'role' : 'user'
}
