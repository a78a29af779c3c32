import type { KeyAccessDto, SubjectsDto } from '#console/dto/access.ts'
import { compile } from '#policy/compile.ts'
import type { PolicyDocument } from '#policy/document.ts'
import type { Setting } from '#policy/lab/access-levels.ts'
import { termsOf } from '#policy/lab/compare-access.ts'
import { keepsControl } from '#policy/lockout.ts'
import { parsePolicy } from '#policy/parse.ts'
import { principalContext } from '#policy/principal-context.ts'
import { changeCounts, changedRows, type Row, settingOf } from '../policy/access-model.ts'
import { ALL_COLUMNS } from '../policy/columns.ts'
import { peopleOf, yourRow } from '../policy/people.ts'

/** Whether the author of a policy could change it again: surely, under conditions only, or not. */
export interface Control {
  readonly keeps: 'yes' | 'under conditions' | 'no'
  /** The statement through which, from 0. */
  readonly statement?: number
  readonly sid?: string
}

/** What a draft changes for whom; undefined while it is no policy. */
export interface AccessDiff {
  readonly rows: readonly Row[]
  readonly counts: ReturnType<typeof changeCounts>
  readonly setting: Setting
  readonly control: Control
}

/** All that a key policy can allow. */
export const EVERY_ACTION = ALL_COLUMNS.flatMap(({ actions }) => actions)

export function accessDiff(
  key: KeyAccessDto,
  subjects: SubjectsDto | undefined,
  before: string,
  after: string,
): AccessDiff | undefined {
  const old = parsePolicy(before)
  const now = before === after ? old : parsePolicy(after)
  if (!old.ok || !now.ok) return undefined
  const { account, grants, you } = key
  const documents = [old.document, now.document]
  const people = peopleOf({ account, documents, grants, subjects, you: yourRow(you) })
  const setting = settingOf(key, now.document)
  const was = old === now ? setting : settingOf(key, old.document)
  const rows = changedRows(people, EVERY_ACTION, was, setting)
  return { rows, counts: changeCounts(rows), setting, control: controlOf(key, now.document, setting) }
}

/** The lockout safety check, as PutKeyPolicy makes it, but for conditions of which only the call itself tells. */
function controlOf({ you, arn }: KeyAccessDto, document: PolicyDocument, setting: Setting): Control {
  const context = new Map([...principalContext(you), ...setting.context])
  const surely = keepsControl(compile('draft', document, 'resource-based policy'), you, arn, context)
  const subject = { label: you.arn, principal: you, identity: [] }
  const { allows } = termsOf(subject, 'kms:PutKeyPolicy', setting)
  const [through] = surely ? [allows.find(({ conditions }) => conditions.length === 0) ?? allows[0]] : allows
  if (!through) return { keeps: surely ? 'yes' : 'no' }
  const { sid } = through
  const statement = document.statements.indexOf(through)
  return { keeps: surely ? 'yes' : 'under conditions', statement, ...(sid === undefined ? {} : { sid }) }
}
