'use client'

import { type FormEvent, useState } from 'react'
import type { EnrolmentDto } from '#console/dto/settings.ts'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import type { OwnActions } from './actions.ts'
import { QrCode } from './qr-code.tsx'

interface EnrolDialogProps extends Pick<OwnActions, 'enableTotp'> {
  readonly enrolment: EnrolmentDto
  readonly close: () => void
}

/** Sets up an authenticator: its picture, the first code as proof, then the recovery codes. */
export function EnrolDialog({ enrolment, enableTotp, close }: EnrolDialogProps) {
  const [codes, setCodes] = useState<readonly string[]>()
  return (
    <Dialog
      title={codes ? 'Recovery codes' : 'Set up an authenticator'}
      open
      onOpenChange={(next) => !next && close()}
      holds={codes !== undefined}
    >
      {codes ? (
        <RecoveryCodes codes={codes} close={close} />
      ) : (
        <Confirm enrolment={enrolment} enableTotp={enableTotp} onDone={setCodes} close={close} />
      )}
    </Dialog>
  )
}

interface ConfirmProps extends EnrolDialogProps {
  readonly onDone: (codes: readonly string[]) => void
}

function Confirm({ enrolment, enableTotp, onDone, close }: ConfirmProps) {
  const [code, setCode] = useState('')
  const { run, busy, error } = useAction(enableTotp, { quiet: true, onDone })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (code !== '') run(enrolment.token, code)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <p className="text-ink-2">Scan the picture with an authenticator app, then enter the code that it shows.</p>
        <div className="grid grid-cols-[168px_minmax(0,1fr)] items-center gap-4 max-sm:grid-cols-1">
          <QrCode text={enrolment.uri} />
          <div className="grid min-w-0 gap-4">
            <div>
              <p className="font-medium text-md">Or type the secret</p>
              <p className="mono text-ink-2 wrap-anywhere" data-testid="totp-secret">
                {grouped(enrolment.secret)} <CopyButton text={enrolment.secret} label="Copy secret" />
              </p>
            </div>
            <TextField
              label="Code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={9}
              required
            />
          </div>
        </div>
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Confirm
        </Button>
      </DialogFooter>
    </form>
  )
}

function RecoveryCodes({ codes, close }: { readonly codes: readonly string[]; readonly close: () => void }) {
  return (
    <>
      <DialogBody>
        <p className="text-ink-2">
          The authenticator is on. When it is lost, each of these signs you in once in place of a code. They are not
          shown again: keep them where you keep passwords.
        </p>
        <ul className="mono grid grid-cols-2 gap-x-6 gap-y-1 rounded-m bg-hover px-4 py-3 max-sm:grid-cols-1">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </DialogBody>
      <DialogFooter>
        <CopyButton text={codes.join('\n')} label="Copy recovery codes" className="my-auto mr-auto" />
        <Button variant="primary" onClick={close}>
          I have kept them
        </Button>
      </DialogFooter>
    </>
  )
}

const grouped = (secret: string) => secret.replace(/.{4}(?=.)/g, '$& ')
