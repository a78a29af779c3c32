'use client'

import { type FormEvent, useState } from 'react'
import type { ImportParametersDto } from '#console/dto/imports.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useAlive } from '../../../hooks/use-alive.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorPanel } from '../../../ui/states.tsx'
import { openSslLines } from '../openssl.ts'
import { materialText } from './browser-material.ts'
import { FileField } from './file-field.tsx'
import { Flow, type FlowStep } from './flow.tsx'
import { ImportFacts, useImportFacts } from './import-facts.tsx'
import type { ImportWizardProps } from './import-wizard.tsx'
import { useWrapping, WrappingChoice } from './wrapping-choice.tsx'
import { WrappingParameters } from './wrapping-parameters.tsx'

/** Material that is made and wrapped elsewhere: get the wrapping key, wrap, bring what came of it. May take a day. */
export function OwnImport({ keyDto, actions, target, close }: ImportWizardProps) {
  const wrapping = useWrapping(keyDto.spec)
  const facts = useImportFacts(target)
  const alive = useAlive()
  const [parameters, setParameters] = useState<ImportParametersDto>()
  const [material, setMaterial] = useState<string>()
  const [chosen, setToken] = useState<string>()
  const token = chosen ?? parameters?.token
  const get = useAction(actions.getImportParameters, { quiet: true, onDone: setParameters })
  const bring = useAction(actions.importKeyMaterial, {
    quiet: true,
    done: () => ({ title: 'Key material imported' }),
    onDone: close,
  })
  const expired = chosen === undefined && parameters !== undefined && parameters.validTo <= facts.now
  const reason =
    (material === undefined ? 'Choose the wrapped key material' : undefined) ??
    (token === undefined ? 'Get a public key and token, or choose the token' : undefined) ??
    (expired ? 'The token has expired: get another' : undefined) ??
    facts.problem
  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason || material === undefined || token === undefined) return
    bring.run(keyDto.keyId, { ...facts.form, material, token })
  }
  return (
    <>
      <Flow steps={stepsOf({ got: token !== undefined, wrapped: material !== undefined, bring, spec: keyDto.spec })} />
      <form onSubmit={submit} className="grid gap-5 p-4">
        <Part number={1} title="Get a wrapping key and its token">
          <WrappingChoice wrapping={wrapping} onChange={() => setParameters(undefined)} />
          {parameters && !expired ? (
            <WrappingParameters
              parameters={parameters}
              now={facts.now}
              lines={openSslLines(keyDto.spec, wrapping.algorithm)}
            />
          ) : (
            <>
              {expired && <p className="text-unavail">This token has expired.</p>}
              <Button
                className="justify-self-start"
                busy={get.busy}
                onClick={() => get.run(keyDto.keyId, wrapping.algorithm, wrapping.keySpec)}
              >
                Get public key and token
              </Button>
            </>
          )}
          {get.error && <ErrorPanel error={get.error} />}
        </Part>
        <Part number={2} title="Bring the wrapped material">
          <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
            <FileField label="Wrapped key material" onFile={setMaterial} />
            <FileField
              label="Import token"
              hint={parameters && chosen === undefined ? 'The one from step 1, unless you choose another' : undefined}
              onFile={setToken}
            />
          </div>
        </Part>
        <Part number={3} title="Say what it is">
          <ImportFacts facts={facts} keyDto={keyDto} />
        </Part>
        {bring.error && <ErrorPanel error={bring.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" variant="primary" icon="import" busy={bring.busy || !alive} reason={reason}>
            Import key material
          </Button>
        </div>
      </form>
    </>
  )
}

interface PartProps {
  readonly number: number
  readonly title: string
  readonly children: React.ReactNode
}

function Part({ number, title, children }: PartProps) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h3 className="font-title text-card">
        <span className="mr-1.5 text-ink-3 tabular-nums">{number}</span>
        {title}
      </h3>
      {children}
    </section>
  )
}

interface Progress {
  readonly got: boolean
  readonly wrapped: boolean
  readonly bring: { readonly busy: boolean; readonly error: unknown }
  readonly spec: string
}

function stepsOf({ got, wrapped, bring, spec }: Progress): readonly FlowStep[] {
  const importing = bring.busy ? 'doing' : bring.error ? 'failed' : got && wrapped ? 'next' : 'waits'
  return [
    { icon: 'download', title: 'Get', text: 'a public key and a token', place: 'here', state: got ? 'done' : 'next' },
    {
      ...{ icon: 'lock', title: 'Wrap', text: materialText(spec), place: 'yours' },
      state: wrapped ? 'done' : got ? 'next' : 'waits',
    },
    { icon: 'import', title: 'Import', text: 'what you wrapped, and the token', place: 'here', state: importing },
    { icon: 'checkRing', title: 'In use', text: 'wrapped again, under the root key', place: 'here', state: 'waits' },
  ]
}
