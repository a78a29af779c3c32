import type { ReactNode } from 'react'
import type { PolicyKind } from '#policy/decision.ts'
import { CROSS_ACCOUNT_TEXT, decidedBy, statementText } from '#policy/explain/text.ts'
import type { Trace } from '#policy/explain/trace.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icons.ts'
import { Tag } from '../../ui/tag.tsx'
import { nearestMiss } from './answer.ts'
import { Values } from './conditions.tsx'
import { Grants } from './grants.tsx'
import { keyPolicyVersion, PrincipalName, ResourceName } from './names.tsx'
import { OUTCOMES } from './outcomes.ts'
import { Policy } from './policy.tsx'
import { type Section, sectionsOf } from './reading.ts'

interface TraceViewProps {
  readonly trace: Trace
  /** The pairs of the request's encryption context. */
  readonly context?: readonly (readonly [string, string])[]
  /** The reason stands above it already. */
  readonly unanswered?: boolean
  /** What can be done about it, below the outcome. */
  readonly actions?: ReactNode
}

/** One decision: the answer, then on a line what was asked, each thing that had a say, and what came of it. */
export function TraceView({ trace, context = [], unanswered = false, actions }: TraceViewProps) {
  const { givers, ceilings } = sectionsOf(trace)
  return (
    <>
      {!(unanswered && !nearestMiss(trace)) && <Answer trace={trace} />}
      <ol className="grid not-first:mt-3 grid-cols-[minmax(0,1fr)]">
        <Stop icon="person" title="Request">
          <Request trace={trace} context={context} />
        </Stop>
        {givers.map((section) => (
          <PolicyStop key={section.kind} section={section} trace={trace} />
        ))}
        {trace.grants.length > 0 && (
          <Stop
            icon="grant"
            title="Grants"
            says={trace.grants.some((one) => one.applies) ? 'allows' : 'does not allow'}
          >
            <Grants grants={trace.grants} decision={trace.decision} />
          </Stop>
        )}
        {ceilings.map((section) => (
          <PolicyStop key={section.kind} section={section} trace={trace} />
        ))}
        <Verdict trace={trace}>{actions}</Verdict>
      </ol>
    </>
  )
}

/** In one sentence, with what came nearest where nothing allowed. */
function Answer({ trace }: { readonly trace: Trace }) {
  const near = nearestMiss(trace)
  if (!near) return <p className="text-card">{trace.reason}</p>
  return (
    <p className="text-card wrap-anywhere">
      Nothing allowed it. Closest: <b className="font-strong">{near.name}</b> is{' '}
      <bdi>{near.has === undefined ? 'absent' : near.has || '(empty)'}</bdi>, the {near.where} wants{' '}
      <bdi>{near.wants}</bdi>.
    </p>
  )
}

function Request({ trace, context }: { readonly trace: Trace; readonly context: TraceViewProps['context'] }) {
  return (
    <>
      <p className="wrap-anywhere">
        <PrincipalName arn={trace.principal} /> asks for <b className="font-strong">{trace.action}</b>
        {trace.resource !== '*' && (
          <>
            {' on '}
            <ResourceName arn={trace.resource} />
          </>
        )}
        {context && context.length > 0 && ', with context'}
      </p>
      {context && context.length > 0 && <Values values={context.map(([name, value]) => `${name}=${value}`)} />}
      {trace.crossAccount && trace.resource !== '*' && <p className="text-ink-2">{CROSS_ACCOUNT_TEXT}.</p>}
    </>
  )
}

/** The outcome, the rule that led to it, and what was missing: what decided is framed where it stands. */
function Verdict({ trace, children }: { readonly trace: Trace; readonly children: ReactNode }) {
  const { decision, reason } = trace
  const { icon, title, ink, ground } = OUTCOMES[decision.outcome]
  const missing = decision.outcome === 'implicitly-denied' ? decidedBy(decision) : []
  const near = nearestMiss(trace)
  return (
    <Stop icon={icon} title={title} ink={ink} ground={`border-transparent ${ground}`}>
      {/* Without a nearer thing to say the answer above is this sentence. */}
      {near && <p>{reason}</p>}
      {missing.map((line) => (
        <p key={line} className="text-ink-2 wrap-anywhere">
          {line}
        </p>
      ))}
      {near && (
        <p className="text-ink-2">
          Closest miss:{' '}
          {near.statement ? (
            <b className="font-strong wrap-anywhere">{statementText(near.statement)}</b>
          ) : (
            'a grant to this caller'
          )}
          , {near.away === 1 ? 'one value' : `${near.away} values`} away.
        </p>
      )}
      {children}
    </Stop>
  )
}

const ICONS: Readonly<Record<PolicyKind, IconName>> = {
  'resource-based policy': 'key',
  'identity-based policy': 'people',
  'permissions boundary': 'ceiling',
  'session policy': 'ceiling',
  'service control policy': 'ceiling',
  'resource control policy': 'ceiling',
  'VPC endpoint policy': 'ceiling',
}

function PolicyStop({ section: { kind, policies, says, ceiling }, trace }: { section: Section; trace: Trace }) {
  return (
    <Stop
      icon={ICONS[kind]}
      title={titleOf(kind, trace.resource)}
      says={says}
      aside={keyPolicyVersion(policies[0]?.policy)}
    >
      {ceiling?.exempt !== undefined && <p className="text-ink-2">It does not count: {ceiling.exempt}.</p>}
      {policies.length === 0 && <p className="text-ink-2">The caller has none.</p>}
      {policies.map((policy) => (
        <Policy key={policy.policy} policy={policy} trace={trace} />
      ))}
    </Stop>
  )
}

function titleOf(kind: PolicyKind, resource: string): string {
  if (kind === 'resource-based policy' && resource.includes(':kms:')) return 'Key policy'
  if (kind === 'identity-based policy') return 'Identity policies'
  return kind.charAt(0).toUpperCase() + kind.slice(1)
}

interface StopProps {
  readonly icon: IconName
  readonly title: string
  readonly says?: string
  /** At the right end of the title. */
  readonly aside?: string | undefined
  readonly ink?: string
  readonly ground?: string
  readonly children: ReactNode
}

/** A point on the line from what was asked to what came of it. */
function Stop({ icon, title, says, aside, ink = '', ground = 'border-line-strong bg-raised', children }: StopProps) {
  return (
    <li className="relative grid grid-cols-[24px_minmax(0,1fr)] gap-3 pb-3 before:absolute before:top-6 before:bottom-0 before:left-[11.5px] before:w-px before:bg-line-strong last:before:hidden">
      <span className={`grid size-6 place-items-center rounded-full border ${ground}`}>
        <Icon name={icon} className={`size-3.5 ${ink || 'text-ink-2'}`} />
      </span>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
        <h3 className={`flex min-h-6 items-center gap-2 font-title ${ink}`}>
          {title}
          {says !== undefined && <Tag>{says}</Tag>}
          {aside && <span className="ml-auto font-normal text-ink-3 text-md">{aside}</span>}
        </h3>
        {children}
      </div>
    </li>
  )
}
