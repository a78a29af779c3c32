import type { Decision } from '#policy/decision.ts'
import { grantMismatchText } from '#policy/explain/text.ts'
import type { GrantMismatch, GrantTrace } from '#policy/explain/trace.ts'
import { plural, shortId } from '../../format.ts'
import { Box, BoxHead, Folded, Reasons } from './box.tsx'
import { Comparison, Values } from './conditions.tsx'
import { partGrants } from './reading.ts'

interface GrantsProps {
  readonly grants: readonly GrantTrace[]
  readonly decision: Decision
}

/** The grants that could speak for the caller; those to others folded away. */
export function Grants({ grants, decision }: GrantsProps) {
  const { shown, folded } = partGrants(grants, decision)
  const rest = `${plural(folded.length, 'grant')} ${folded.length === 1 ? 'does' : 'do'} not allow`
  const draw = (grant: GrantTrace) => <Grant key={grant.grant} grant={grant} decision={decision} />
  return (
    <>
      {shown.map(draw)}
      <Folded summary={rest} count={folded.length}>
        {folded.map(draw)}
      </Folded>
    </>
  )
}

function Grant({ grant, decision }: { readonly grant: GrantTrace; readonly decision: Decision }) {
  const { applies, names, mismatches } = grant
  const pairs = mismatches.filter((one) => one.part === 'encryption context')
  const isNear = !applies && pairs.length === mismatches.length
  const reasons = mismatches.filter((one) => one.part !== 'encryption context').map(grantMismatchText)
  return (
    <Box decides={'grant' in decision && decision.grant === grant.grant} isNear={isNear}>
      <BoxHead
        icon={applies ? 'checkRing' : isNear ? 'cross' : 'minus'}
        ink={applies ? 'text-gain' : isNear ? 'text-warn' : 'text-ink-3'}
        word={applies ? 'Allows' : isNear ? 'Condition failed' : 'Does not allow'}
      >
        <span className="mono" title={grant.grant}>
          grant {shortId(grant.grant)}
        </span>
        {names === 'account' && <span className="text-ink-2">to the account of the caller</span>}
      </BoxHead>
      <Reasons reasons={reasons} />
      {pairs.length > 0 && (
        <ul aria-label="Encryption context" className="mt-1 grid gap-1.5 border-line-faint border-t pt-1.5">
          {pairs.map((pair) => (
            <li key={`${pair.constraint} ${pair.name}`}>
              <Pair pair={pair} />
            </li>
          ))}
        </ul>
      )}
    </Box>
  )
}

function Pair({ pair }: { readonly pair: Extract<GrantMismatch, { part: 'encryption context' }> }) {
  const { constraint, name, expected, actual } = pair
  return (
    <Comparison
      name={name}
      rule={constraint}
      met={false}
      wants={<Values values={[expected ?? 'no such pair']} tone="gain" />}
      has={actual === undefined ? undefined : [actual]}
    />
  )
}
