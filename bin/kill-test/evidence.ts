import Database from 'better-sqlite3'
import { verify } from '#runtime/verify.ts'
import { VERDICT } from '#runtime/verify-files.ts'
import type { Server } from '../../e2e/support/server.ts'
import type { Known, KnownKey } from './known.ts'
import { callOnce } from './load.ts'

/** Where the data of a killed server stands. */
export interface Remains {
  readonly database: string
  /** The checkpoints that were kept elsewhere. */
  readonly checkpointFile: string
}

/** What is missing of the acknowledged calls, or wrong in what is there; a sentence each. */
export async function faultsOf({ database, checkpointFile }: Remains, { calls }: Known): Promise<readonly string[]> {
  const { code, lines } = await verify({ database, fromCheckpoint: checkpointFile, rows: true }, () => undefined)
  const unsound = code === VERDICT.sound ? [] : [`keystead verify --rows ends with ${code}: ${lines.at(-1)}`]
  return [...unsound, ...lostCalls(database, calls)]
}

interface Recorded {
  readonly requestId: string | null
  readonly eventName: string
}

/** Acknowledged calls that the log does not tell of as such. */
function lostCalls(database: string, calls: Known['calls']): string[] {
  const recorded = reading(database, (file) => {
    const find = file.prepare<[], Recorded>(`SELECT "requestId", "eventName" FROM "events" WHERE "outcome" = 'ok'`)
    return new Map(find.all().map(({ requestId, eventName }) => [requestId, eventName]))
  })
  return [...calls].flatMap(([requestId, operation]) =>
    recorded.get(requestId) === operation ? [] : [`${operation} ${requestId} was acknowledged and has no event`],
  )
}

export function eventCount({ database }: Remains): number {
  return reading(database, (file) => Number(file.prepare('SELECT count(*) FROM "events"').pluck().get()))
}

function reading<T>(database: string, read: (file: Database.Database) => T): T {
  const file = new Database(database, { readonly: true })
  try {
    return read(file)
  } finally {
    file.close()
  }
}

/** The newest ciphertexts of each key that are decrypted after every kill; all are at the end. */
const NEWEST = 3

/** Uses the keys on the server that was started again: what they cannot do that they must, a sentence each. */
export async function faultsOfKeys(server: Server, keys: readonly KnownKey[], newest = NEWEST): Promise<string[]> {
  const faults: string[] = []
  for (const key of keys) {
    faults.push(...(await takeBack(server, key)))
    for (const { blob, plaintext } of key.ciphertexts.slice(-newest)) {
      const { status, text } = await callOnce(server, 'Decrypt', { CiphertextBlob: blob })
      if (status !== 200) faults.push(`a ciphertext of ${key.id} is not decrypted any more: ${status} ${text}`)
      else if (JSON.parse(text).Plaintext !== plaintext)
        faults.push(`a ciphertext of ${key.id} decrypts to another text`)
    }
  }
  return faults
}

/** Cancels a deletion that was scheduled; one that was acknowledged must be there. */
async function takeBack(server: Server, key: KnownKey): Promise<string[]> {
  const { status, text } = await callOnce(server, 'DescribeKey', { KeyId: key.id })
  if (status !== 200) return [`the key ${key.id} was acknowledged and is gone: ${status} ${text}`]
  const isPending = JSON.parse(text).KeyMetadata.KeyState === 'PendingDeletion'
  const isLost = key.deletion === 'acknowledged' && !isPending
  if (isPending) {
    for (const operation of ['CancelKeyDeletion', 'EnableKey'] as const) {
      await callOnce(server, operation, { KeyId: key.id })
    }
  }
  key.deletion = 'none'
  return isLost ? [`the deletion of ${key.id} was acknowledged and is not scheduled`] : []
}
