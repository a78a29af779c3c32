'use client'

import { plural } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { Progress } from '../ui/progress.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { useToast } from '../ui/toast.tsx'
import type { GrantActions, How } from './actions.ts'
import { grantSentence } from './grant-sentence.ts'
import { grantName, type ListedGrant } from './grant-table.tsx'
import { GrantUse } from './grant-use.tsx'
import { useEnding } from './use-ending.ts'

export interface Ending {
  readonly grants: readonly ListedGrant[]
  readonly how: How
}

interface EndGrantsDialogProps {
  readonly ending: Ending
  readonly actions: GrantActions
  /** `ended`: whether any of them is. */
  readonly close: (ended: boolean) => void
}

const WORDS = {
  revoke: {
    verb: 'Revoke',
    past: 'revoked',
    about: 'Revoking takes away what may be in use: what depends on it fails.',
  },
  retire: {
    verb: 'Retire',
    past: 'retired',
    about:
      'Retiring gives back what has done its work. The principals that a grant names for that may do so, and the account that issued it.',
  },
} as const

/** Asks before grants end, shows what would stop working, then how far it is. */
export function EndGrantsDialog({ ending, actions, close }: EndGrantsDialogProps) {
  const { grants, how } = ending
  const { verb, past, about } = WORDS[how]
  const { run, stop, ended, busy } = useEnding(actions)
  const toast = useToast()
  const [only] = grants
  const title = grants.length === 1 ? `${verb} this grant` : `${verb} ${plural(grants.length, 'grant')}`
  async function end() {
    const state = await run(ended ? ended.failed.map(({ grant }) => grant) : grants, how)
    if (state.failed.length > 0) return
    const left = state.stopped ? `, ${grants.length - state.done} left as they were` : ''
    toast({ title: `${plural(state.done, 'grant')} ${past}${left}` })
    close(state.done > 0)
  }
  const leave = () => close((ended?.done ?? 0) > 0)
  return (
    <Dialog title={title} open onOpenChange={(open) => !open && leave()} holds={busy}>
      <DialogBody>
        <Losses grants={grants} />
        {grants.length === 1 && only && <GrantUse grant={only} />}
        <p className="text-ink-2">{about} It cannot be undone: a new grant has another id and another token.</p>
        {busy && ended && grants.length > 1 && (
          <Progress label={title} done={ended.done + ended.failed.length} total={grants.length} noun="grants" />
        )}
        {ended?.failed.map(({ grant, error }) => (
          <ErrorPanel
            key={grant.grantId}
            error={grants.length === 1 ? error : { ...error, message: `${grantName(grant)}: ${error.message}` }}
          />
        ))}
      </DialogBody>
      <DialogFooter>
        {busy && grants.length > 1 ? (
          <Button onClick={stop}>Stop here</Button>
        ) : (
          <Button onClick={leave}>{ended ? 'Close' : 'Keep'}</Button>
        )}
        <Button variant="danger" busy={busy} onClick={end}>
          {grants.length === 1 ? `${verb} grant` : `${verb} ${grants.length} grants`}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

const MOST_TOLD = 6

/** Who loses what. */
function Losses({ grants }: { readonly grants: readonly ListedGrant[] }) {
  return (
    <ul className="grid gap-1.5">
      {grants.slice(0, MOST_TOLD).map((grant) => {
        const { grantee, operations, key, when } = grantSentence(grant, grant.aliases)
        return (
          <li key={grant.grantId} className="text-ink-2 wrap-anywhere">
            <bdi className="mono text-ink">{grantee}</bdi> loses {operations} with <bdi>{key}</bdi>
            {when && ` ${when}`}, unless something else allows it.
          </li>
        )
      })}
      {grants.length > MOST_TOLD && <li className="text-ink-3">and {grants.length - MOST_TOLD} more</li>}
    </ul>
  )
}
