'use client'

import { Checkbox } from '../ui/checkbox.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Control } from './analysis.ts'

interface ControlCardProps {
  readonly control: Control
  /** The line of the statement through which control is kept. */
  readonly line: number | undefined
  readonly goTo: (line: number) => void
  /** Saving skips the check. */
  readonly bypass: boolean
  readonly setBypass: (bypass: boolean) => void
}

/** What the lockout safety check will say, and what it is. */
export function ControlCard({ control, line, goTo, bypass, setBypass }: ControlCardProps) {
  const { keeps, sid, statement } = control
  const { title, tone } = WORDS[keeps]
  return (
    <section aria-label="Lockout safety check" className="flex gap-3 rounded-l border border-line px-4 py-3">
      <Icon name={keeps === 'yes' ? 'shield' : 'warning'} className={`mt-0.5 size-4 ${tone}`} />
      <div className="grid min-w-0 gap-1 text-ink-2 text-md">
        <h2 className="font-strong text-base text-ink">{title}</h2>
        {keeps !== 'no' && statement !== undefined && (
          <p className="wrap-anywhere">
            After saving you can {keeps === 'yes' ? 'still' : 'still, where its conditions hold,'} call PutKeyPolicy,
            through <bdi className="font-medium text-ink">{sid || `statement ${statement + 1}`}</bdi>
            {line !== undefined && (
              <span className="whitespace-nowrap">
                {' ('}
                <button type="button" className={LINK} onClick={() => goTo(line)}>
                  line {line}
                </button>
                )
              </span>
            )}
            . AWS runs this same check when a policy is saved.
          </p>
        )}
        {keeps === 'no' && (
          <p>
            No statement lets you call PutKeyPolicy, so saving is refused: the policy could perhaps never be changed
            again. Only AWS Support could help, and here nobody.
          </p>
        )}
        {keeps !== 'yes' && (
          <p className="flex items-start gap-2 pt-1">
            <Checkbox label="Save without the lockout safety check" checked={bypass} onChange={setBypass} />
            <span>
              <span aria-hidden="true" className="text-ink">
                Save without the lockout safety check.
              </span>{' '}
              This sends <span className="mono">BypassPolicyLockoutSafetyCheck</span>: meant for policies that leave the
              administration to someone else on purpose. Whoever saves it loses the key.
            </span>
          </p>
        )}
      </div>
    </section>
  )
}

export const LINK = 'text-accent underline decoration-accent-line underline-offset-3 hover:decoration-current'

const WORDS = {
  yes: { title: 'You keep control of this key', tone: 'text-enabled' },
  'under conditions': { title: 'You keep control under conditions only', tone: 'text-warn' },
  no: { title: 'You would lose control of this key', tone: 'text-deletion' },
} as const
