'use client'

import { usePaths } from '../../hooks/frame.tsx'
import { useAlive } from '../../hooks/use-alive.ts'
import { useUrlState } from '../../hooks/use-url-state.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import { placeOf, STEPS, type StepId, stepAt } from './steps.ts'

interface WizardFooterProps {
  readonly step: StepId
  /** Why it cannot go on now. */
  readonly reason: string | undefined
  readonly busy: boolean
  /** Something was filled in already. */
  readonly kept: boolean
  readonly startOver: () => void
}

const LAST = STEPS.length - 1

/** Back, on, straight to the end. */
export function WizardFooter({ step, reason, busy, kept, startOver }: WizardFooterProps) {
  const { hrefWith, set } = useUrlState()
  // Before the browser has taken over, the form would be sent as a page.
  const alive = useAlive()
  const paths = usePaths()
  const place = placeOf(step)
  const next = STEPS[place + 1]
  return (
    <footer className="sticky bottom-0 z-10 -mb-6 flex items-center gap-3 border-line border-t bg-page py-3 max-sm:bottom-[calc(60px+var(--dock))] max-sm:mb-0">
      {place === 0 ? (
        <Link href={paths.keys} onClick={startOver} className={buttonClass()}>
          Cancel
        </Link>
      ) : (
        <Link href={hrefWith({ step: place === 1 ? undefined : stepAt(place - 1) })} className={buttonClass()}>
          Back
        </Link>
      )}
      {kept && place < LAST && (
        <Button variant="ghost" className="text-ink-2 max-sm:hidden" onClick={startOver}>
          Start over
        </Button>
      )}
      <span className="text-ink-3 max-md:hidden">
        {place === LAST ? 'Usage, spec, origin and Regionality can never change.' : 'Nothing is created before step 5'}
      </span>
      <div className="ml-auto flex gap-2">
        {place < LAST - 1 && (
          <Button variant="ghost" className="text-ink-2" reason={reason} onClick={() => set({ step: 'review' })}>
            Skip to review
          </Button>
        )}
        <Button
          aria-label={next && `Next: ${next.label.toLowerCase()}`}
          type="submit"
          variant="primary"
          busy={busy || !alive}
          reason={reason}
        >
          {next ? (
            <>
              <span>
                Next<span className="max-sm:sr-only">: {next.label.toLowerCase()}</span>
              </span>
              <Icon name="arrowRight" />
            </>
          ) : (
            'Create key'
          )}
        </Button>
      </div>
    </footer>
  )
}
