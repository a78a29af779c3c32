import type { AccountId } from '#kernel/ids.ts'
import { isAllowed } from '../decision.ts'
import type { PolicyDocument } from '../document.ts'
import { type ActionEntry, KMS_VOCABULARY, keyActions, type Vocabulary } from '../vocabulary.ts'
import { type AccessRow, type DecisionCell, decisionMatrix, type Subject } from './access-matrix.ts'
import { assuming } from './assume.ts'
import { subjectsOf } from './subjects.ts'

/**
 * What a key policy gives to a principal whose IAM policies allow everything. `always`: no condition stands in the way.
 * `by IAM`: only through the principal's account.
 */
export type Access = 'never' | 'conditional, by IAM' | 'conditional' | 'always, by IAM' | 'always'

const ORDER: readonly Access[] = ['never', 'conditional, by IAM', 'conditional', 'always, by IAM', 'always']

export interface AccessChange {
  readonly action: string
  readonly before: Access
  readonly after: Access
}

/** What changes for one principal; principals for whom nothing changes are left out. */
export interface AccessDifference {
  readonly label: string
  readonly gains: readonly AccessChange[]
  readonly loses: readonly AccessChange[]
}

export interface KeyPlace {
  readonly arn: string
  readonly account: AccountId
}

/** Who gains and who loses what when a key policy is replaced by another. */
export function diffAccess(
  before: PolicyDocument,
  after: PolicyDocument,
  key: KeyPlace,
  vocabulary: Vocabulary = KMS_VOCABULARY,
): readonly AccessDifference[] {
  const subjects = subjectsOf([before, after], key.account)
  const old = accessTo(before, subjects, key, vocabulary)
  const now = accessTo(after, subjects, key, vocabulary)
  return subjects.flatMap(({ label }) => {
    const changes = changesOf(old.get(label) ?? new Map(), now.get(label) ?? new Map())
    const gains = changes.filter((change) => rank(change.after) > rank(change.before))
    const loses = changes.filter((change) => rank(change.after) < rank(change.before))
    return changes.length === 0 ? [] : [{ label, gains, loses }]
  })
}

const rank = (access: Access) => ORDER.indexOf(access)

type ByAction = ReadonlyMap<string, Access>

function changesOf(before: ByAction, after: ByAction): readonly AccessChange[] {
  return [...before].flatMap(([action, old]) => {
    const now = after.get(action) ?? 'never'
    return now === old ? [] : [{ action, before: old, after: now }]
  })
}

/** What a key policy by itself gives to each of the subjects, by their labels and then by action. */
export function accessTo(
  document: PolicyDocument,
  subjects: readonly Subject[],
  key: KeyPlace,
  vocabulary: Vocabulary = KMS_VOCABULARY,
): ReadonlyMap<string, ByAction> {
  const actions = keyActions(vocabulary).filter(isGoverned)
  const rows = (assumption: 'in favour' | 'against') =>
    decisionMatrix(subjects, actions, { ...key, policy: { id: 'draft', document: assuming(document, assumption) } })
  const always = rows('against')
  return new Map(rows('in favour').map((row, index) => [row.subject.label, accessOf(row, always[index])]))
}

/** Key policies have no say in RetireGrant. */
const isGoverned = ({ name }: ActionEntry) => name !== 'kms:RetireGrant'

function accessOf({ cells }: AccessRow<DecisionCell>, always: AccessRow<DecisionCell> | undefined): ByAction {
  return new Map(
    cells.map(({ action, decision }, index): [string, Access] => {
      const certain = always?.cells[index]?.decision
      if (certain && isAllowed(certain)) return [action, isDelegated(certain) ? 'always, by IAM' : 'always']
      if (!isAllowed(decision)) return [action, 'never']
      return [action, isDelegated(decision) ? 'conditional, by IAM' : 'conditional']
    }),
  )
}

/** The root user needs no IAM policy, though the key policy names its account only. */
const isDelegated = (decision: object) => 'delegated' in decision && !('root' in decision)
