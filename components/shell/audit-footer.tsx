'use client'

import { plural } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { auditWords } from '../overview/audit-words.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'

/** How often the last checkpoint is looked up while nothing else happens, in milliseconds. */
const EVERY = 20_000

/** Whether the audit log is whole and can be written, always in sight. */
export function AuditFooter() {
  const { audit } = usePaths()
  const { data } = useConsoleQuery('audit-health', {}, { every: EVERY })
  const { clockParts, mark } = useTimes()
  const words = data && auditWords(data)
  return (
    <Link
      href={audit}
      className="flex min-h-[79px] gap-2.5 border-line border-t px-5 py-3 text-ink-3 text-sm hover:bg-hover focus-visible:-outline-offset-2"
    >
      {!words && <span className="sr-only">Audit log</span>}
      {words && (
        <>
          <Icon name={words.icon} className={`mt-px size-4 ${words.tone}`} />
          <span className="min-w-0">
            <b className="block font-medium text-ink">{words.title}</b>
            {data.trouble ?? (
              <span className="tabular-nums">
                {plural(data.events, 'event')},{' '}
                <span className="whitespace-nowrap">
                  {data.signed ? `signed ${clockParts(data.signed.at)[0]}${mark}` : 'not signed yet'}
                </span>
              </span>
            )}
          </span>
        </>
      )}
    </Link>
  )
}
