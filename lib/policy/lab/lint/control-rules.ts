import type { Principal } from '#kernel/principal.ts'
import { accessTo } from '../diff-access.ts'
import { subjectsOf } from '../subjects.ts'
import type { Rule } from './finding.ts'

const ADMINISTRATION = 'kms:PutKeyPolicy'

/** A key whose policy nobody can change is lost to its account. */
export const lockoutRule: Rule = ({ document, kind, key, vocabulary }) => {
  if (kind !== 'resource-based policy' || !key) return []
  const subjects = subjectsOf([document], key.account).filter(({ principal }) => isAdministrator(principal))
  const actions = new Map([...vocabulary.actions].filter(([, { name }]) => name === ADMINISTRATION))
  const access = accessTo(document, subjects, key, { ...vocabulary, actions })
  const levels = [...access.values()].map((byAction) => byAction.get(ADMINISTRATION) ?? 'never')
  if (levels.some((level) => level.startsWith('always'))) return []
  const isConditional = levels.some((level) => level !== 'never')
  return [
    {
      code: isConditional ? 'conditional-administrator' : 'no-administrator',
      severity: isConditional ? 'warning' : 'error',
      path: 'Statement',
      message: isConditional
        ? `Only under conditions can anybody of the account call ${ADMINISTRATION}.`
        : `Nobody of the account could call ${ADMINISTRATION}: the policy could never be changed again.`,
      nextStep: 'Allow kms:* to the account, as the default key policy does.',
    },
  ]
}

const isAdministrator = ({ kind }: Principal) => kind !== 'service'

/** Without a statement for the account, IAM policies have no effect on the key. */
export const delegationRule: Rule = ({ document, kind, key, vocabulary }) => {
  if (kind !== 'resource-based policy' || !key) return []
  const subjects = subjectsOf([document], key.account).filter(({ label }) => label.startsWith('other identities of'))
  const access = accessTo(document, subjects.slice(0, 1), key, vocabulary)
  const some = [...access.values()].some((byAction) => [...byAction.values()].some((level) => level !== 'never'))
  if (some) return []
  return [
    {
      code: 'no-delegation',
      severity: 'suggestion',
      path: 'Statement',
      message: 'The policy does not name the account, so IAM policies have no effect on the key.',
      nextStep: 'If IAM policies shall count, allow the account, as the default key policy does.',
    },
  ]
}
