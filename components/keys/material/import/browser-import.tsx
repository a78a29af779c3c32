'use client'

import { type FormEvent, useState } from 'react'
import { useAlive } from '../../../hooks/use-alive.ts'
import { Button } from '../../../ui/button.tsx'
import { buttonClass } from '../../../ui/button-class.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { ErrorPanel } from '../../../ui/states.tsx'
import { bytesHref } from '../bytes.ts'
import { browserReason, materialText } from './browser-material.ts'
import type { Step } from './browser-run.ts'
import { FileField } from './file-field.tsx'
import { Flow, type FlowStep } from './flow.tsx'
import { ImportFacts, useImportFacts } from './import-facts.tsx'
import type { ImportWizardProps } from './import-wizard.tsx'
import { useBrowserImport } from './use-browser-import.ts'
import { useWrapping, WrappingChoice } from './wrapping-choice.tsx'

const SOURCES = [
  { value: 'fresh', label: 'Fresh' },
  { value: 'file', label: 'A file I kept' },
] as const

/** Material that this browser makes, wraps and imports at once. */
export function BrowserImport({ keyDto, actions, target, close }: ImportWizardProps) {
  const again = target.material !== undefined
  const [source, setSource] = useState<(typeof SOURCES)[number]['value']>(again ? 'file' : 'fresh')
  const [own, setOwn] = useState<string>()
  const wrapping = useWrapping(keyDto.spec)
  const facts = useImportFacts(target)
  const { run, busy, error, step, material } = useBrowserImport(actions)
  const alive = useAlive()
  const what = materialText(keyDto.spec)
  const reason =
    browserReason(keyDto.spec, wrapping.algorithm) ??
    (source === 'file' && own === undefined ? 'Choose the file with the material' : undefined) ??
    facts.problem
  function submit(event: FormEvent) {
    event.preventDefault()
    const { keyId, spec } = keyDto
    const { algorithm, keySpec } = wrapping
    const kept = source === 'file' && own !== undefined ? { own } : {}
    if (!reason) run({ keyId, spec, algorithm, keySpec, form: facts.form, ...kept })
  }
  return (
    <>
      <Flow steps={stepsOf(step, error !== undefined, what, wrapping.algorithm)} />
      {step !== 'done' || material === undefined ? (
        <form onSubmit={submit} className="grid gap-5 p-4">
          <div className="grid justify-items-start gap-2">
            <Segments label="Where the material comes from" value={source} options={SOURCES} onChange={setSource} />
            {source === 'fresh' ? (
              <p className="text-ink-2">
                This browser makes {what}. It is sent only wrapped, and kept nowhere: save it when it is imported.
                {again && ' Fresh material is not what this key has had: it will be refused.'}
              </p>
            ) : (
              <FileField
                label="The material itself"
                hint={`Not wrapped: ${what}. It does not leave this browser so.`}
                onFile={setOwn}
              />
            )}
          </div>
          <WrappingChoice wrapping={wrapping} />
          <ImportFacts facts={facts} keyDto={keyDto} />
          {error && <ErrorPanel error={error} />}
          {material !== undefined && <Unanswered material={material} keyId={keyDto.keyId} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <Button type="submit" variant="primary" icon="import" busy={busy || !alive} reason={reason}>
              {submitText(source, material !== undefined)}
            </Button>
          </div>
        </form>
      ) : (
        <Imported material={material} fresh={source === 'fresh'} keyId={keyDto.keyId} close={close} />
      )}
    </>
  )
}

function submitText(source: 'fresh' | 'file', again: boolean): string {
  if (source === 'file') return 'Wrap and import'
  return again ? 'Wrap and import again' : 'Make, wrap and import'
}

interface MaterialProps {
  readonly material: string
  readonly keyId: string
}

/** For fresh material that was sent and of which the service said nothing. */
function Unanswered({ material, keyId }: MaterialProps) {
  return (
    <div className="grid justify-items-start gap-2">
      <p className="max-w-[72ch]">
        <span className="font-strong">It may be in the key.</span>{' '}
        <span className="text-ink-2">
          It was sent, and no answer came. Save it before you leave this view: nobody else has it. Another attempt
          brings the same material.
        </span>
      </p>
      <SaveLink material={material} keyId={keyId} />
    </div>
  )
}

function SaveLink({ material, keyId }: MaterialProps) {
  return (
    <a href={bytesHref(material)} download={`material-${keyId}.bin`} className={buttonClass()}>
      <Icon name="download" />
      Save the material
    </a>
  )
}

function stepsOf(step: Step | undefined, failed: boolean, what: string, algorithm: string): readonly FlowStep[] {
  const order = ['make', 'wrap', 'import', 'done'] as const
  const at = step === undefined ? -1 : order.indexOf(step)
  const stateOf = (index: number): FlowStep['state'] => {
    if (step === 'done' || index < at) return 'done'
    if (step === undefined && index === 0) return 'next'
    if (index > at) return 'waits'
    return failed ? 'failed' : 'doing'
  }
  return [
    { icon: 'key', title: 'Make', text: what, place: 'yours', state: stateOf(0) },
    { icon: 'lock', title: 'Wrap', text: algorithm, place: 'yours', state: stateOf(1) },
    { icon: 'import', title: 'Import', text: 'with the token of the wrapping key', place: 'here', state: stateOf(2) },
    { icon: 'checkRing', title: 'In use', text: 'wrapped again, under the root key', place: 'here', state: stateOf(3) },
  ]
}

interface ImportedProps extends MaterialProps {
  readonly fresh: boolean
  readonly close: () => void
}

function Imported({ material, fresh, keyId, close }: ImportedProps) {
  return (
    <div className="grid justify-items-start gap-3 p-4">
      {fresh ? (
        <p className="max-w-[72ch]">
          <span className="font-strong">You are the only one who has it.</span>{' '}
          <span className="text-ink-2">
            The service gives no material out. Save it now: when you leave this view, this browser forgets it, and
            without it the key cannot be mended after the material expires or is deleted.
          </span>
        </p>
      ) : (
        <p className="text-ink-2">It is back: what it encrypted opens again.</p>
      )}
      <div className="flex flex-wrap gap-2">
        {fresh && <SaveLink material={material} keyId={keyId} />}
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      </div>
    </div>
  )
}
