'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { EnrolmentDto, SelfDto } from '#console/dto/settings.ts'
import { plural } from '../format.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { Tag } from '../ui/tag.tsx'
import type { OwnActions } from './actions.ts'

/** It brings the drawing of QR codes, which few need. */
const EnrolDialog = dynamic(() => import('./enrol-dialog.tsx').then((module) => module.EnrolDialog), { ssr: false })

type TotpCardProps = { readonly self: SelfDto } & Pick<OwnActions, 'beginTotp' | 'enableTotp' | 'removeTotp'>

/** The second factor: codes of an authenticator by time (TOTP). */
export function TotpCard({ self, beginTotp, enableTotp, removeTotp }: TotpCardProps) {
  const [enrolment, setEnrolment] = useState<EnrolmentDto>()
  const [removing, setRemoving] = useState(false)
  const begin = useAction(beginTotp, { onDone: setEnrolment })
  return (
    <Card
      title="Authenticator"
      aside={self.hasTotp ? <Tag tone="gain">On</Tag> : <Tag>Off</Tag>}
      actions={
        self.hasTotp ? (
          <Button size="small" variant="danger" onClick={() => setRemoving(true)}>
            Remove
          </Button>
        ) : (
          <Button size="small" busy={begin.busy} onClick={() => begin.run()}>
            Set up
          </Button>
        )
      }
    >
      <p className="px-4 py-3.5 text-ink-2">
        {self.hasTotp
          ? `Sign-in asks for a code beside the password. ${plural(self.recoveryCodes, 'recovery code')} left for when it is lost; each works once.`
          : 'Sign-in asks for the password alone. With an authenticator app it asks for a code of six digits too.'}
      </p>
      {enrolment && <EnrolDialog enrolment={enrolment} enableTotp={enableTotp} close={() => setEnrolment(undefined)} />}
      <RemoveDialog open={removing} close={() => setRemoving(false)} removeTotp={removeTotp} />
    </Card>
  )
}

interface RemoveDialogProps extends Pick<OwnActions, 'removeTotp'> {
  readonly open: boolean
  readonly close: () => void
}

function RemoveDialog({ open, close, removeTotp }: RemoveDialogProps) {
  const remove = useAction(removeTotp, { done: () => ({ title: 'Authenticator removed' }), onDone: close })
  return (
    <Dialog title="Remove the authenticator" open={open} onOpenChange={(next) => !next && close()}>
      <DialogBody>
        <p className="text-ink-2">
          Sign-in then asks for the password alone. The recovery codes work no more; setting it up again gives new ones.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep</Button>
        <Button variant="danger" busy={remove.busy} onClick={() => remove.run()}>
          Remove authenticator
        </Button>
      </DialogFooter>
    </Dialog>
  )
}
