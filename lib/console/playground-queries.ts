import 'server-only'

import { findRegion } from '#model/regions.ts'
import type { Console } from './access.ts'
import type { RotationsDto } from './dto/keys.ts'
import type { BlobKeyAnswerDto, BlobKeyDto, UsedContextDto } from './dto/playground.ts'
import { errorDto } from './error-dto.ts'
import { keyRow } from './key-dto.ts'
import { usedContexts } from './used-contexts.ts'

type Rotations = (console: Console, params: URLSearchParams) => Promise<RotationsDto>

/** How far back contexts are looked for. */
const EVENTS_READ = 200

/**
 * The key of the `id` that a ciphertext blob names, and which of its materials has the id in `material`. A blob names
 * no Region: where the key is not in this one, the log tells in which one it was last heard of.
 */
export async function blobKey(
  console: Console,
  params: URLSearchParams,
  rotations: Rotations,
): Promise<BlobKeyAnswerDto> {
  const keyId = params.get('id') ?? ''
  const here = await inRegion(console, keyId)
  const there = here ? undefined : await elsewhere(console, keyId)
  const at = here ?? (there && (await inRegion(console.in(there), keyId)))
  if (!at) return { found: null }
  const material = await materialOf(console.in(at.region), keyId, params.get('material') ?? '', rotations)
  return { found: { ...at, ...(material && { material }) } }
}

async function inRegion(console: Console, keyId: string): Promise<BlobKeyDto | undefined> {
  const entries = await allowed(console.inventory())
  const entry = entries?.find(({ metadata }) => metadata.KeyId === keyId)
  if (!entry) return undefined
  const { arn, aliases, state, spec } = keyRow(entry.metadata, entry)
  return { region: console.scope.region, key: { keyId, arn, aliases, state, spec } }
}

async function elsewhere(console: Console, keyId: string): Promise<string | undefined> {
  const filters = [{ attribute: 'resource', values: [keyId] }] as const
  const [newest] = (await allowed(console.events({ filters, limit: 1 }))) ?? []
  const arn = newest?.resources.find((resource) => resource.endsWith(`:key/${keyId}`))
  return findRegion(arn?.split(':')[3] ?? '')?.region
}

async function materialOf(console: Console, keyId: string, materialId: string, rotations: Rotations) {
  const all = await allowed(rotations(console, new URLSearchParams({ id: keyId })))
  const material = all?.materials.find((each) => each.materialId === materialId)
  if (!all || !material) return undefined
  return { number: material.number, of: all.materials.length, current: material.state === 'current' }
}

/** Undefined where the service refuses: what may not be seen is not shown, and the refusal stands in the log. */
async function allowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (thrown) {
    if (!errorDto(thrown)) throw thrown
    return undefined
  }
}

/** The encryption contexts that the newest calls with the key of the ARN in `key` succeeded with. */
export async function contexts(console: Console, params: URLSearchParams): Promise<readonly UsedContextDto[]> {
  const filters = [
    { attribute: 'key', values: [params.get('key') ?? ''] },
    { attribute: 'outcome', values: ['ok'] },
  ] as const
  return usedContexts(await console.events({ filters, limit: EVENTS_READ }))
}
