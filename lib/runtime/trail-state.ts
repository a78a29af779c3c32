import { join } from 'node:path'
import { ExportError } from '#audit/export/export-error.ts'
import type { TrailNames } from '#audit/export/layout.ts'
import type { TrailFilter, TrailState } from '#audit/export/trail.ts'
import { utf8 } from '#kernel/bytes.ts'
import { sha256Hex } from '#kernel/hash.ts'
import type { Ids } from '#kernel/random.ts'
import { readText, writeWhole } from './trail-folder.ts'

/** Beside the files of the trail: up to where they go, and of what they are. */
const FILE = 'keystead-export.json'

/** What must be the same for a folder to be gone on with. */
export interface TrailSubject {
  readonly instanceId: string
  readonly names: TrailNames
  readonly filter: TrailFilter
}

/**
 * Undefined for a folder that holds no export yet. Throws ExportError when it holds that of something else, or when its
 * newest digests are not there any more as they were written: nothing could be added to that chain.
 */
export async function readTrailState(root: string, subject: TrailSubject): Promise<TrailState | undefined> {
  const text = await readText(root, FILE)
  if (text === undefined) return undefined
  const { state, ...of } = parse(text, root)
  if (JSON.stringify(of) !== JSON.stringify(described(subject))) {
    const remedy = 'Export into a folder of its own.'
    throw new ExportError(`${root} holds the export of ${JSON.stringify(of)}, not of this. ${remedy}`)
  }
  for (const { last } of state.chains) {
    const digest = await readText(root, last.path)
    if (digest !== undefined && sha256Hex(digest) === last.sha256) continue
    const what = digest === undefined ? 'is gone' : 'was changed'
    throw new ExportError(`${join(root, last.path)} ${what} since it was exported. Export into an empty folder.`)
  }
  return state
}

export async function writeTrailState(root: string, subject: TrailSubject, state: TrailState, ids: Ids): Promise<void> {
  const text = `${JSON.stringify({ ...described(subject), state })}\n`
  await writeWhole(root, FILE, utf8(text), ids)
}

function described({ instanceId, names, filter }: TrailSubject) {
  const { account = 'all', region = 'all' } = filter
  return { instance: instanceId, bucket: names.bucket, trail: names.trail, account, region }
}

type Kept = ReturnType<typeof described> & { readonly state: TrailState }

function parse(text: string, root: string): Kept {
  try {
    const kept: Kept = JSON.parse(text)
    const { seq, since, until, chains } = kept.state
    if ([seq, since, until].every(Number.isSafeInteger) && chains.every(({ last }) => last.path && last.sha256)) {
      return kept
    }
  } catch (cause) {
    throw damaged(root, { cause })
  }
  throw damaged(root)
}

function damaged(root: string, options?: ErrorOptions): ExportError {
  return new ExportError(`${join(root, FILE)} is damaged. Export into an empty folder.`, options)
}
