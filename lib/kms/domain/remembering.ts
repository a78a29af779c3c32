import type { Reads } from '../ports.ts'

/** Documents and grants that never change, read once: many events of a log were decided on the same. */
export function remembering(reads: Reads): Reads {
  return { ...reads, policy: once(reads.policy), document: once(reads.document), grant: once(reads.grant) }
}

function once<A extends readonly unknown[], R>(read: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  const known = new Map<string, Promise<R>>()
  return (...args) => {
    const name = JSON.stringify(args)
    const found = known.get(name) ?? read(...args)
    known.set(name, found)
    return found
  }
}
