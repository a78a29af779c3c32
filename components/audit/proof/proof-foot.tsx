'use client'

import type { EventDto } from '#console/dto/events.ts'
import { count } from '../../format.ts'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { buttonClass } from '../../ui/button-class.ts'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'

/** That the event is sealed, and the way to see it proved. */
export function ProofFoot({ event }: { readonly event: EventDto }) {
  const { params, hrefWith } = useUrlState()
  // It comes within a second, and asking for it is not recorded.
  const { data } = useConsoleQuery('audit-health', {}, { until: ({ signed }) => (signed?.size ?? 0) >= event.seq })
  const seal = data?.signed
  const isSealed = seal ? seal.size >= event.seq : false
  if (params.get('view') === 'proof' || !seal) return null
  return (
    <footer className="flex items-center gap-3 border-line border-t bg-sunken px-6 py-3 max-sm:px-4">
      <Icon name="proof" className={`size-4 ${isSealed ? 'text-enabled' : 'text-ink-3'}`} />
      <div className="min-w-0">
        <p className="font-strong">{isSealed ? 'In the sealed log' : 'Sealed in a second'}</p>
        <p className="truncate text-ink-3 text-sm tabular-nums">
          leaf {count(event.seq)} of {count(Math.max(seal.size, event.seq))}
          {isSealed && (
            <>
              {' · root '}
              <span className="mono" title={seal.root}>
                {seal.root.slice(0, 4)}…{seal.root.slice(-4)}
              </span>
            </>
          )}
        </p>
      </div>
      <Link
        href={hrefWith({ view: 'proof' })}
        replace
        scroll={false}
        className={`ml-auto ${buttonClass('plain', 'small')}`}
      >
        <Icon name="shield" className="size-4" />
        Prove this event
      </Link>
    </footer>
  )
}
