import type { Trace } from '#policy/explain/trace.ts'
import { Icon } from '../../ui/icon.tsx'
import { resourceText } from './names.tsx'
import { OUTCOMES } from './outcomes.ts'
import { firstToRead } from './reading.ts'
import { TraceView } from './trace-view.tsx'

/** The checks of a call that needs several permissions, one of them open. */
export function Checks({ traces }: { readonly traces: readonly Trace[] }) {
  const first = firstToRead(traces)
  const numbered = traces.map((trace, index) => ({ trace, index }))
  return (
    <>
      <p className="text-ink-2">The call needs {traces.length} permissions; one that is refused refuses the call.</p>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {numbered.map(({ trace, index }) => (
          <li key={index} className="rounded-l border border-line">
            <details open={index === first} className="group/check">
              <summary className="flex items-center gap-2 rounded-l px-3 py-2 focus-visible:-outline-offset-2">
                <Mark trace={trace} />
                <span className="min-w-0 flex-1 truncate">
                  <span className="font-strong">{trace.action}</span>{' '}
                  <span className="mono text-ink-2">{resourceText(trace.resource)}</span>
                </span>
                <Icon name="chevronDown" className="size-3.5 text-ink-3 group-open/check:rotate-180" />
              </summary>
              <div className="border-line border-t px-3 pt-3 pb-1">
                <TraceView trace={trace} />
              </div>
            </details>
          </li>
        ))}
      </ol>
    </>
  )
}

function Mark({ trace }: { readonly trace: Trace }) {
  const { icon, word, ink } = OUTCOMES[trace.decision.outcome]
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${ink}`}>
      <Icon name={icon} />
      {word}
    </span>
  )
}
