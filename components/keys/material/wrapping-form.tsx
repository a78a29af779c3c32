'use client'

import { type FormEvent, useState } from 'react'
import type { ImportParametersDto } from '#console/dto/imports.ts'
import { instant } from '../../format.ts'
import { useScope } from '../../hooks/frame.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { Button } from '../../ui/button.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { bytesHref } from './bytes.ts'
import type { StepProps } from './import-dialog.tsx'
import { wrappingAlgorithms, wrappingKeySpecs } from './import-rules.ts'
import { openSslLines } from './openssl.ts'

interface WrappingFormProps extends StepProps {
  readonly parameters: ImportParametersDto | undefined
  readonly onParameters: (parameters: ImportParametersDto | undefined) => void
  readonly next: () => void
}

/** Gets a wrapping key and its token. */
export function WrappingForm({ keyDto, actions, parameters, onParameters, next, close }: WrappingFormProps) {
  const { region } = useScope()
  const algorithms = wrappingAlgorithms(keyDto.spec, region)
  const [algorithm, setAlgorithm] = useState(algorithms[0] ?? '')
  const keySpecs = wrappingKeySpecs(keyDto.spec, algorithm)
  const [asked, setAsked] = useState(keySpecs[0] ?? '')
  const keySpec = keySpecs.includes(asked) ? asked : (keySpecs[0] ?? '')
  const { run, busy, error } = useAction(actions.getImportParameters, { quiet: true, onDone: onParameters })
  function submit(event: FormEvent) {
    event.preventDefault()
    run(keyDto.keyId, algorithm, keySpec)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <p className="text-ink-2">
          Key material travels wrapped: only this service can open it. Public key and token belong together and hold for
          24 hours.
        </p>
        <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
          <SelectField
            label="Wrapping algorithm"
            value={algorithm}
            onChange={(event) => {
              setAlgorithm(event.target.value)
              onParameters(undefined)
            }}
          >
            {algorithms.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </SelectField>
          <SelectField
            label="Wrapping key spec"
            value={keySpec}
            onChange={(event) => {
              setAsked(event.target.value)
              onParameters(undefined)
            }}
          >
            {keySpecs.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </SelectField>
        </div>
        {parameters && <Parameters parameters={parameters} lines={openSslLines(keyDto.spec, algorithm)} />}
        {error && <ErrorPanel error={error} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        {parameters ? (
          <Button variant="primary" onClick={next}>
            Next step
          </Button>
        ) : (
          <Button type="submit" variant="primary" busy={busy}>
            Get public key and token
          </Button>
        )}
      </DialogFooter>
    </form>
  )
}

interface ParametersProps {
  readonly parameters: ImportParametersDto
  readonly lines: readonly string[]
}

function Parameters({ parameters, lines }: ParametersProps) {
  const text = lines.join('\n')
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Download name="WrappingPublicKey.bin" base64={parameters.publicKey} />
        <Download name="ImportToken.bin" base64={parameters.token} />
        <span className="text-ink-3 text-sm">until {instant(parameters.validTo)}</span>
      </div>
      <div className="relative min-w-0 rounded-m border border-line bg-sunken">
        <CodeBlock label="Commands" className="max-h-44 py-2 pr-9 pl-3">
          {text}
        </CodeBlock>
        <CopyButton text={text} label="Copy commands" className="absolute top-2 right-2 bg-sunken" />
      </div>
    </>
  )
}

function Download({ name, base64 }: { readonly name: string; readonly base64: string }) {
  return (
    <a href={bytesHref(base64)} download={name} className={buttonClass('plain', 'small')}>
      <Icon name="download" />
      {name}
    </a>
  )
}
