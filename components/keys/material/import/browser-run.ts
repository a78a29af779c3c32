import type { ImportDto } from '#console/dto/imports.ts'
import type { ActionResult } from '#console/dto/result.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import { fromBase64, toBase64 } from '../../../bytes.ts'
import type { MaterialActions } from '../material-actions.ts'
import { makeMaterial, wrapMaterial } from './browser-material.ts'

export interface BrowserImport {
  readonly keyId: string
  readonly spec: string
  readonly algorithm: string
  readonly keySpec: string
  /** Material that was made before, in base64; fresh one when absent. */
  readonly own?: string
  readonly form: Omit<ImportDto, 'material' | 'token'>
}

/** How far it has come: the step that is being done. */
export type Step = 'make' | 'wrap' | 'import' | 'done'

export interface Progress {
  readonly step?: Step
  /** In base64: what was imported, or what was made here and may have been, as no answer came. */
  readonly material?: string
}

/** Fresh material, over all attempts: a key may have it of one that was not answered, and nobody else does. */
export interface Kept {
  /** In base64. */
  fresh?: string
  /** Whether an import of it was sent and not answered. */
  unsure?: boolean
}

interface Run {
  readonly actions: Pick<MaterialActions, 'getImportParameters' | 'importKeyMaterial'>
  readonly kept: Kept
  readonly tell: (progress: Progress) => void
}

/** Makes material, wraps and imports it; where some was made before, the same again. Rejects when no answer comes. */
export async function browserRun(
  { actions, kept, tell }: Run,
  scope: PageScopeDto,
  { keyId, spec, algorithm, keySpec, own, form }: BrowserImport,
): Promise<ActionResult<null>> {
  const at = (step: Step) => tell({ step, ...(kept.unsure && kept.fresh !== undefined && { material: kept.fresh }) })
  at('make')
  const material = own ?? kept.fresh ?? toBase64(await makeMaterial(spec))
  if (own === undefined) kept.fresh = material
  const parameters = await actions.getImportParameters(scope, keyId, algorithm, keySpec)
  if (!parameters.ok) return parameters
  at('wrap')
  const bytes = bytesOf(material)
  const wrapped = await wrapMaterial(bytes, bytesOf(parameters.value.publicKey), algorithm).catch(() => undefined)
  bytes.fill(0)
  if (!wrapped) return { ok: false, error: TOO_LONG }
  at('import')
  const asked = { ...form, material: toBase64(wrapped), token: parameters.value.token }
  const done = await actions.importKeyMaterial(scope, keyId, asked).catch((lost: unknown) => {
    if (own === undefined) kept.unsure = true
    at('import')
    throw lost
  })
  if (done.ok) tell({ step: 'done', material })
  return done
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
