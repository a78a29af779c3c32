/** A file of Project Wycheproof as far as the driver knows it; the other members are the check's. */
export interface VectorFile {
  readonly testGroups: readonly VectorGroup[]
}

export interface VectorGroup {
  readonly tests: readonly Vector[]
  readonly [member: string]: unknown
}

export interface Vector {
  readonly tcId: number
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly flags: readonly string[]
  readonly [member: string]: unknown
}

/** What a primitive of ours made of a vector. `wrong`: it took the input and gave another output than the vector. */
export type Verdict = 'accepted' | 'rejected' | 'wrong' | { readonly skipped: string }

/** Runs a vector; the group comes first, so that what is made of it is made once. */
export type Check = (group: VectorGroup) => (vector: Vector) => Verdict | Promise<Verdict>

export interface Summary {
  ran: number
  /** Ids of the vectors on which we and Wycheproof disagree. */
  readonly failed: number[]
  /** Of the vectors that may be taken or not, by the flags of those that we take. */
  readonly tolerated: Record<string, number>
  /** How many were left out, by the reason. */
  readonly skipped: Record<string, number>
}

/** Runs every vector of a file. */
export async function runVectors({ testGroups }: VectorFile, check: Check): Promise<Summary> {
  const summary: Summary = { ran: 0, failed: [], tolerated: {}, skipped: {} }
  for (const group of testGroups) {
    const run = check(group)
    for (const vector of group.tests) note(summary, vector, await run(vector))
  }
  return summary
}

function note(summary: Summary, { tcId, result, flags }: Vector, verdict: Verdict): void {
  if (typeof verdict === 'object') {
    count(summary.skipped, verdict.skipped)
    return
  }
  summary.ran += 1
  if (result === 'acceptable' && verdict === 'accepted') count(summary.tolerated, flags.join(' '))
  const expected = result === 'acceptable' ? ['accepted', 'rejected'] : [result === 'valid' ? 'accepted' : 'rejected']
  if (!expected.includes(verdict)) summary.failed.push(tcId)
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

/** The bytes of a member that is hex; throws when it is not there. */
export function hex(record: VectorGroup | Vector, member: string): Buffer {
  const value = record[member]
  if (typeof value !== 'string') throw new Error(`the vector has no ${member}`)
  return Buffer.from(value, 'hex')
}

/** What a primitive gave, against the one output that is right. */
export function compared(output: Uint8Array | undefined, expected: Uint8Array): Verdict {
  if (!output) return 'rejected'
  return Buffer.from(expected).equals(output) ? 'accepted' : 'wrong'
}
