import type { ReactNode } from 'react'
import type { PolicyKind } from '#policy/decision.ts'
import { CROSS_ACCOUNT_TEXT, decidedBy } from '#policy/explain/text.ts'
import type { Trace } from '#policy/explain/trace.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icons.ts'
import { Tag } from '../../ui/tag.tsx'
import { Grants } from './grants.tsx'
import { keyPolicyVersion, PrincipalName, ResourceName } from './names.tsx'
import { OUTCOMES } from './outcomes.ts'
import { Policy } from './policy.tsx'
import { type Section, sectionsOf } from './reading.ts'

/** One decision on a line: what came of it, what was asked, and each thing that had a say. */
export function TraceView({ trace }: { readonly trace: Trace }) {
  const { givers, ceilings } = sectionsOf(trace)
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)]">
      <Verdict trace={trace} />
      <Stop icon="person" title="Request">
        <p className="wrap-anywhere">
          <PrincipalName arn={trace.principal} /> asks for <b className="font-strong">{trace.action}</b>
          {trace.resource !== '*' && (
            <>
              {' on '}
              <ResourceName arn={trace.resource} />
            </>
          )}
        </p>
        {trace.crossAccount && trace.resource !== '*' && <p className="text-ink-2">{CROSS_ACCOUNT_TEXT}.</p>}
      </Stop>
      {givers.map((section) => (
        <PolicyStop key={section.kind} section={section} trace={trace} />
      ))}
      {trace.grants.length > 0 && (
        <Stop icon="grant" title="Grants" says={trace.grants.some((one) => one.applies) ? 'allows' : 'does not allow'}>
          <Grants grants={trace.grants} decision={trace.decision} />
        </Stop>
      )}
      {ceilings.map((section) => (
        <PolicyStop key={section.kind} section={section} trace={trace} />
      ))}
    </ol>
  )
}

/** The outcome, the rule that led to it, and what was missing: what decided is framed where it stands. */
function Verdict({ trace: { decision, reason } }: { readonly trace: Trace }) {
  const { icon, title, ink, ground } = OUTCOMES[decision.outcome]
  const missing = decision.outcome === 'implicitly-denied' ? decidedBy(decision) : []
  return (
    <Stop icon={icon} title={title} ink={ink} ground={`border-transparent ${ground}`}>
      <p>{reason}</p>
      {missing.map((line) => (
        <p key={line} className="text-ink-2 wrap-anywhere">
          {line}
        </p>
      ))}
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

/** A point on the line from the outcome to the last thing that was asked. */
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
