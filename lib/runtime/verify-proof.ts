import { openCheckpoint, splitCheckpoints } from '#audit/checkpoint.ts'
import { isConsistent, isIncluded, leafHash } from '#audit/merkle.ts'
import { isSignedByCheckpointKey } from '#crypto/checkpoint-key.ts'
import { fromBase64 } from '#kernel/bytes.ts'
import { publicKeyIn, readOperatorFile, VERDICT, type Verification, VerifyError } from './verify-files.ts'

export interface ProofRequest {
  /** A file with what `keystead prove` printed. */
  readonly proof: string
  /** A file with the public key that was printed at the first start. */
  readonly publicKey: string
  /** A file of checkpoints that were kept; the proof shows the log of its `since` to be one of them. */
  readonly fromCheckpoint?: string | undefined
}

interface Proof {
  readonly checkpoint: string
  readonly event: string
  readonly index: number
  readonly inclusion: readonly Buffer[]
  readonly since?: number
  readonly consistency?: readonly Buffer[]
}

/** Checks a proof without any database. Throws VerifyError for what cannot be read. */
export function verifyProof({ proof: file, publicKey, fromCheckpoint }: ProofRequest): Verification {
  const key = publicKeyIn(publicKey)
  const proof = parseProof(readOperatorFile(file))
  if (!proof) throw new VerifyError(`${file} holds no proof as keystead prove prints it.`)
  const { checkpoint, event, index, inclusion } = proof
  const signed = openCheckpoint(checkpoint, key, isSignedByCheckpointKey)
  if (!signed) return bad('its checkpoint is not signed by the public key')
  const { origin, size, root, time } = signed
  if (!isIncluded({ index, size, leaf: leafHash(event), proof: inclusion, root })) {
    return bad(`the event is not event ${index + 1} of the ${size} that were signed`)
  }
  const lines = [`event ${index + 1} is in the log ${origin} of ${size} events, signed at ${time}`]
  if (fromCheckpoint === undefined) return sound(lines)
  const { since = 0, consistency = [] } = proof
  const kept = keptCheckpoint(fromCheckpoint, origin, since, key)
  if (!kept) throw new VerifyError(`${fromCheckpoint} holds no checkpoint of ${since} events of ${origin}.`)
  if (!isConsistent({ older: since, size, olderRoot: kept, root, proof: consistency })) {
    return bad(`the log of ${since} events in ${fromCheckpoint} is not the beginning of the one that was signed`)
  }
  return sound([...lines, `the log of ${since} events in ${fromCheckpoint} is the beginning of it`])
}

function parseProof(text: string): Proof | undefined {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null) return undefined
  const { checkpoint, event, index, inclusion, since, consistency } = value as Record<string, unknown>
  const path = hashes(inclusion)
  if (typeof checkpoint !== 'string' || typeof event !== 'string' || typeof index !== 'number' || !path)
    return undefined
  const older = hashes(consistency)
  return {
    ...{ checkpoint, event, index, inclusion: path },
    ...(typeof since === 'number' && older && { since, consistency: older }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hashes(value: unknown): readonly Buffer[] | undefined {
  if (!Array.isArray(value)) return undefined
  const bytes = value.flatMap((each: unknown) => (typeof each === 'string' ? (fromBase64(each) ?? []) : []))
  return bytes.length === value.length ? bytes : undefined
}

function keptCheckpoint(file: string, origin: string, size: number, key: Buffer): Buffer | undefined {
  return splitCheckpoints(readOperatorFile(file))
    .map((text) => openCheckpoint(text, key, isSignedByCheckpointKey))
    .find((checkpoint) => checkpoint?.origin === origin && checkpoint.size === size)?.root
}

const sound = (lines: readonly string[]): Verification => ({ code: VERDICT.sound, lines: [...lines, 'sound'] })
const bad = (message: string): Verification => ({ code: VERDICT.tampered, lines: [`TAMPERED: ${message}`] })
