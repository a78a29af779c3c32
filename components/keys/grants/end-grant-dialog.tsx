'use client'

import type { GrantDto } from '#console/dto/grants.ts'
import type { KeyDto } from '#console/dto/keys.ts'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import type { GrantActions } from './grants-tab.tsx'

export interface Ending {
  readonly grant: GrantDto
  /** Given back by those whom it names, or taken away by those who may do that to any grant of the key. */
  readonly how: 'retire' | 'revoke'
}

interface EndGrantDialogProps {
  readonly keyDto: KeyDto
  /** The grant to end; closed without one. */
  readonly ending: Ending | undefined
  readonly actions: GrantActions
  readonly close: () => void
}

export function EndGrantDialog({ ending, close, ...rest }: EndGrantDialogProps) {
  const title = ending?.how === 'revoke' ? 'Revoke this grant' : 'Retire this grant'
  return (
    <Dialog title={title} open={ending !== undefined} onOpenChange={(open) => !open && close()}>
      {ending && <Question ending={ending} close={close} {...rest} />}
    </Dialog>
  )
}

function Question({ keyDto, ending, actions, close }: EndGrantDialogProps & { readonly ending: Ending }) {
  const { grant, how } = ending
  const retire = useAction(actions.retireGrant, {
    quiet: true,
    done: () => ({ title: 'Grant retired' }),
    onDone: close,
  })
  const revoke = useAction(actions.revokeGrant, {
    quiet: true,
    done: () => ({ title: 'Grant revoked' }),
    onDone: close,
  })
  const { busy, error } = how === 'revoke' ? revoke : retire
  const end = () => (how === 'revoke' ? revoke.run(keyDto.keyId, grant.grantId) : retire.run(keyDto.arn, grant.grantId))
  return (
    <>
      <DialogBody>
        <p className="text-ink-2">
          <span className="mono text-ink wrap-anywhere">{grant.grantee}</span> loses {grant.operations.join(', ')} on
          this key at once, unless something else allows it. That cannot be undone: a new grant has another id.
        </p>
        <p className="text-ink-2">
          {how === 'revoke'
            ? 'Revoking takes a grant away that is still in use: what depends on it fails.'
            : 'Retiring gives a grant back that has done its work. The principals that it names for that may do so, and the account that issued it.'}
        </p>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" busy={busy} onClick={end}>
          {how === 'revoke' ? 'Revoke grant' : 'Retire grant'}
        </Button>
      </DialogFooter>
    </>
  )
}
