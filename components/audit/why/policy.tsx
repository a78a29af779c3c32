import { DELEGATION_TEXT, mismatchText, namingText, statementText } from '#policy/explain/text.ts'
import type { PolicyTrace, StatementTrace, Trace } from '#policy/explain/trace.ts'
import { plural } from '../../format.ts'
import type { IconName } from '../../ui/icons.ts'
import { Box, BoxHead, Folded, Reasons } from './box.tsx'
import { Conditions } from './conditions.tsx'
import { PolicyName } from './names.tsx'
import { isDeciding, isSame, partStatements } from './reading.ts'

interface PolicyProps {
  readonly policy: PolicyTrace
  readonly trace: Trace
}

/** A policy and its statements: those that spoke or nearly did open, the others folded away. */
export function Policy({ policy: { policy, exempt, statements }, trace }: PolicyProps) {
  const { shown, folded } = partStatements(exempt === undefined ? statements : [], trace.decision)
  const rest = exempt === undefined ? folded : statements
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <PolicyName policy={policy} />
      {exempt !== undefined && <p className="text-ink-2">It has no say: {exempt}.</p>}
      {shown.map((statement) => (
        <Statement key={statement.reference.statement} statement={statement} trace={trace} />
      ))}
      <Folded summary={restText(rest)} count={rest.length}>
        {rest.map((statement) => (
          <Statement key={statement.reference.statement} statement={statement} trace={trace} />
        ))}
      </Folded>
    </div>
  )
}

function restText(rest: readonly StatementTrace[]): string {
  const { length } = rest
  const others = rest.every(({ mismatches }) => mismatches.some(({ part }) => part === 'principal'))
  const all = plural(length, 'statement')
  if (others) return `${all} ${length === 1 ? 'is' : 'are'} for other callers`
  return rest.some(({ matched }) => matched) ? all : `${all} ${length === 1 ? 'does' : 'do'} not apply`
}

function Statement({ statement, trace }: { readonly statement: StatementTrace; readonly trace: Trace }) {
  const { reference, matched, names, mismatches, conditions } = statement
  const { icon, ink } = lookOf(statement)
  const delegates = trace.delegation !== undefined && isSame(reference, trace.delegation)
  const reasons = mismatches.filter(({ part }) => part !== 'condition').map(mismatchText)
  return (
    <Box decides={isDeciding(reference, trace.decision)} isNear={isNear(statement)}>
      <BoxHead
        icon={delegates ? 'arrowRight' : icon}
        ink={delegates ? 'text-accent' : ink}
        word={wordOf(statement, delegates)}
      >
        <span className="wrap-anywhere">{statementText(reference)}</span>
      </BoxHead>
      {matched && names && !delegates && <p className="pl-5 text-ink-2">It {namingText(names)}.</p>}
      {delegates && <p className="pl-5 text-ink-2">{DELEGATION_TEXT}.</p>}
      <Reasons reasons={reasons} />
      <Conditions conditions={conditions} />
    </Box>
  )
}

/** Conditions alone kept it from speaking. */
function isNear({ effect, matched, mismatches }: StatementTrace): boolean {
  return effect === 'Allow' && !matched && mismatches.every(({ part }) => part === 'condition')
}

function wordOf(statement: StatementTrace, delegates: boolean): string {
  const { effect, matched } = statement
  if (delegates) return 'Delegates'
  if (isNear(statement)) return statement.mismatches.length === 1 ? 'Condition failed' : 'Conditions failed'
  return `${effect} ${matched ? 'applies' : 'does not apply'}`
}

function lookOf(statement: StatementTrace): { readonly icon: IconName; readonly ink: string } {
  const { matched, effect } = statement
  if (isNear(statement)) return { icon: 'cross', ink: 'text-warn' }
  if (!matched) return { icon: 'minus', ink: 'text-ink-3' }
  return effect === 'Allow' ? { icon: 'checkRing', ink: 'text-gain' } : { icon: 'denied', ink: 'text-loss' }
}
