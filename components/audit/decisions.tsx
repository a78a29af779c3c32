import type { DecisionDto } from '#console/dto/events.ts'
import { Icon } from '../ui/icon.tsx'

/** What decided each check of the call. */
export function Decisions({ decisions }: { readonly decisions: readonly DecisionDto[] }) {
  if (decisions.length === 0) {
    return <p className="text-ink-3">Nothing had to be decided: the call ended before, or needs no permission.</p>
  }
  return (
    <section className="grid gap-2" aria-label="Decisions">
      <h3 className="font-title text-card">Decided by</h3>
      <ol className="grid gap-1">
        {decisions.map((decision) => (
          <li key={decision.number} className="grid gap-0.5 rounded-m border border-line px-3 py-2 wrap-anywhere">
            <p className="flex items-center gap-1.5">
              <Mark allowed={decision.outcome === 'allowed'} />
              <span className="font-strong">{decision.by || decision.outcome}</span>
            </p>
            {decision.action && (
              <p className="mono text-ink-2">
                {decision.action} {decision.resource}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Mark({ allowed }: { readonly allowed: boolean }) {
  return (
    <>
      <Icon name={allowed ? 'checkRing' : 'denied'} className={`size-4 ${allowed ? 'text-gain' : 'text-loss'}`} />
      <span className="sr-only">{allowed ? 'Allowed:' : 'Denied:'}</span>
    </>
  )
}
