'use client'

import { useState } from 'react'
import type { ImportParametersDto } from '#console/dto/imports.ts'
import type { KeyDto, MaterialDto } from '#console/dto/keys.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Segments } from '../../ui/segments.tsx'
import type { MaterialActions } from './material-actions.ts'
import { UploadForm } from './upload-form.tsx'
import { WrappingForm } from './wrapping-form.tsx'

/** What is to be imported: the first material of the key, a new one beside it, or one that it has had. */
export interface ImportTarget {
  readonly type?: 'NEW_KEY_MATERIAL' | 'EXISTING_KEY_MATERIAL'
  readonly material?: MaterialDto
}

interface ImportDialogProps {
  readonly keyDto: KeyDto
  readonly actions: MaterialActions
  /** Closed without one. */
  readonly target: ImportTarget | undefined
  readonly close: () => void
}

/** Two steps, which may be days apart: get what material is wrapped with, then bring it. */
export function ImportDialog({ keyDto, actions, target, close }: ImportDialogProps) {
  return (
    <Dialog title={titleOf(target)} open={target !== undefined} onOpenChange={(open) => !open && close()}>
      {target && <Steps keyDto={keyDto} actions={actions} target={target} close={close} />}
    </Dialog>
  )
}

function titleOf(target: ImportTarget | undefined): string {
  if (target?.type === 'NEW_KEY_MATERIAL') return 'Import new key material'
  return target?.material ? `Import key material ${target.material.number} again` : 'Import key material'
}

const STEPS = [
  { value: 'wrap', label: '1 Wrap it' },
  { value: 'upload', label: '2 Import it' },
] as const

export interface StepProps extends Omit<ImportDialogProps, 'target'> {
  readonly target: ImportTarget
}

function Steps(props: StepProps) {
  const [step, setStep] = useState<(typeof STEPS)[number]['value']>('wrap')
  const [parameters, setParameters] = useState<ImportParametersDto>()
  return (
    <>
      <div className="px-5 pt-2 pb-1">
        <Segments label="Step" value={step} options={STEPS} onChange={setStep} />
      </div>
      {step === 'wrap' ? (
        <WrappingForm {...props} parameters={parameters} onParameters={setParameters} next={() => setStep('upload')} />
      ) : (
        <UploadForm {...props} parameters={parameters} />
      )}
    </>
  )
}
