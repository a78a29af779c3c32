'use client'

import { type FormEvent, useState } from 'react'
import type { FaultDto } from '#console/dto/sandboxes.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { FAULT_KINDS, type FaultForm, type FaultKind, faultOf, isAimed, NEW_FAULT } from './new-fault.ts'
import { useSandboxAction, useSandboxActions } from './sandbox-actions.tsx'

interface AddFaultDialogProps {
  readonly id: string
  /** Those that are on already; they stay. */
  readonly faults: readonly FaultDto[]
  readonly close: () => void
}

export function AddFaultDialog({ id, faults, close }: AddFaultDialogProps) {
  const [form, setForm] = useState(NEW_FAULT)
  const { setFaults } = useSandboxActions()
  const { run, busy, error } = useSandboxAction(setFaults, { quiet: true, onDone: close })
  const change = (part: Partial<FaultForm>) => setForm({ ...form, ...part })
  function submit(event: FormEvent) {
    event.preventDefault()
    run(id, [...faults, faultOf(form)])
  }
  return (
    <Dialog title="Switch on a fault" open onOpenChange={(open) => !open && close()}>
      <form onSubmit={submit}>
        <DialogBody>
          <SelectField
            label="What goes wrong"
            hint={FAULT_KINDS.find(({ value }) => value === form.kind)?.note}
            value={form.kind}
            onChange={({ target }) => change({ kind: target.value as FaultKind })}
          >
            {FAULT_KINDS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <OwnField form={form} change={change} />
          {isAimed(form.kind) && (
            <>
              <TextField
                label="Operation"
                hint="Left out, all of AWS KMS. * at the end stands for any rest: Generate*, iam:*."
                value={form.operation}
                onChange={({ target }) => change({ operation: target.value })}
                placeholder="Decrypt"
                autoComplete="off"
                spellCheck={false}
              />
              <TextField
                label="Key id or ARN"
                hint="Left out, all keys."
                value={form.keyId}
                onChange={({ target }) => change({ keyId: target.value })}
                autoComplete="off"
                spellCheck={false}
              />
            </>
          )}
          <HowOften form={form} change={change} />
          {error && <ErrorPanel error={error} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy}>
            Switch on
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  )
}

interface PartProps {
  readonly form: FaultForm
  readonly change: (part: Partial<FaultForm>) => void
}

/** What a fault of one kind alone has. */
function OwnField({ form, change }: PartProps) {
  if (form.kind === 'latency') {
    return (
      <TextField
        label="Seconds"
        hint="60 at most."
        inputMode="decimal"
        value={form.seconds}
        onChange={({ target }) => change({ seconds: target.value })}
      />
    )
  }
  if (form.kind === 'error') {
    return (
      <TextField
        label="Exception"
        value={form.code}
        onChange={({ target }) => change({ code: target.value })}
        autoComplete="off"
        spellCheck={false}
      />
    )
  }
  if (form.kind !== 'clock-skew') return null
  return (
    <TextField
      label="Minutes ahead"
      hint="With a minus, behind. AWS refuses signatures that are off by more than 5 minutes."
      value={form.minutes}
      onChange={({ target }) => change({ minutes: target.value })}
    />
  )
}

const OFTEN = [
  { value: 'always', label: 'Every call' },
  { value: 'every', label: 'Every n-th call' },
  { value: 'rate', label: 'By chance' },
] as const

function HowOften({ form, change }: PartProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <SelectField
        label="How often"
        value={form.often}
        onChange={({ target }) => change({ often: target.value as FaultForm['often'] })}
      >
        {OFTEN.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      {form.often !== 'always' && (
        <TextField
          label={form.often === 'every' ? 'n' : 'Chance in percent'}
          inputMode="decimal"
          value={form.share}
          onChange={({ target }) => change({ share: target.value })}
        />
      )}
    </div>
  )
}
