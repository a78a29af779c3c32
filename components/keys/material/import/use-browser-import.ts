'use client'

import { useState } from 'react'
import type { ImportDto } from '#console/dto/imports.ts'
import { fromBase64, toBase64 } from '../../../bytes.ts'
import { type Action, useAction } from '../../../hooks/use-action.ts'
import type { MaterialActions } from '../material-actions.ts'
import { makeMaterial, wrapMaterial } from './browser-material.ts'

/** How far it has come: the step that is being done. */
export type Step = 'make' | 'wrap' | 'import' | 'done'

export interface BrowserImport {
  readonly keyId: string
  readonly spec: string
  readonly algorithm: string
  readonly keySpec: string
  /** Material that was made before, in base64; fresh one when absent. */
  readonly own?: string
  readonly form: Omit<ImportDto, 'material' | 'token'>
}

/** Makes material in this browser, wraps it and imports it. What it gives is the material: nobody else has it. */
export function useBrowserImport({ getImportParameters, importKeyMaterial }: MaterialActions) {
  const [step, setStep] = useState<Step>()
  const [material, setMaterial] = useState<string>()
  const action: Action<[BrowserImport]> = async (scope, { keyId, spec, algorithm, keySpec, own, form }) => {
    setStep('make')
    const bytes = own === undefined ? await makeMaterial(spec) : bytesOf(own)
    const parameters = await getImportParameters(scope, keyId, algorithm, keySpec)
    if (!parameters.ok) return parameters
    setStep('wrap')
    const wrapped = await wrapMaterial(bytes, bytesOf(parameters.value.publicKey), algorithm).catch(() => undefined)
    if (!wrapped) return { ok: false, error: TOO_LONG }
    setStep('import')
    const done = await importKeyMaterial(scope, keyId, {
      ...form,
      material: toBase64(wrapped),
      token: parameters.value.token,
    })
    if (done.ok) {
      setMaterial(toBase64(bytes))
      setStep('done')
    }
    bytes.fill(0)
    return done
  }
  const { run, busy, error } = useAction(action, { quiet: true, done: () => ({ title: 'Key material imported' }) })
  return { run, busy, error, step, material }
}

/** What a browser says when the bytes do not fit into the wrapping key. */
const TOO_LONG = {
  code: 'CannotBeWrapped',
  message: 'This browser could not wrap these bytes with this key: they are too long for it, or the key does not fit.',
}

/** Bytes that this page or the service wrote in base64 itself. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64(base64)
  if (bytes) return bytes
  throw new Error('not base64')
}
