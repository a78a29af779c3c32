interface Entry {
  readonly subject: string
  readonly ended: Promise<unknown>
}

/**
 * Runs what is about one thing one after the other, in the order in which it came; what is about another meanwhile. What is
 * named `a/…` is a part of `a`: nothing is done to the whole while something is done to a part of it.
 */
export function createSerial(): <A>(subject: string, work: () => Promise<A>) => Promise<A> {
  const entries = new Set<Entry>()
  return (subject, work) => {
    const before = [...entries].filter((other) => isPart(subject, other.subject) || isPart(other.subject, subject))
    const mine = Promise.all(before.map(({ ended }) => ended)).then(work)
    // Whether it fails is the business of its own caller.
    const entry: Entry = { subject, ended: mine.catch(() => undefined) }
    void entry.ended.then(() => entries.delete(entry))
    entries.add(entry)
    return mine
  }
}

const isPart = (one: string, of: string) => one === of || one.startsWith(`${of}/`)
