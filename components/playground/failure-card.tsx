'use client'

import { usePaths } from '../hooks/frame.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { type Failure, isDryRun } from './use-playground.ts'

/** A call that was refused; a dry run that would have been allowed is told as the good news that it is. */
export function FailureCard({ failure: { error } }: { readonly failure: Failure }) {
  const paths = usePaths()
  if (!isDryRun(error)) return <ErrorPanel error={error} />
  return (
    <Card>
      <div role="status" className="flex gap-2.5 px-4 py-3">
        <Icon name="checkRing" className="mt-0.5 size-4 flex-none text-enabled" />
        <div className="min-w-0">
          <p className="font-strong">The call would have succeeded</p>
          <p className="text-ink-2">
            It was a dry run: authorized and recorded, and nothing else was done. AWS answers {error.code}.
          </p>
          {error.requestId && (
            <p className="flex items-center gap-1 text-ink-3">
              <span className="mono truncate">request {error.requestId}</span>
              <CopyButton text={error.requestId} label="Copy request id" />
              <Link href={paths.why(error.requestId)} className={`ml-1 whitespace-nowrap ${textLink}`}>
                Why it is allowed
              </Link>
            </p>
          )}
        </div>
      </div>
    </Card>
  )
}
