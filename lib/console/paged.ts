interface Page<T> {
  readonly items: readonly T[] | undefined
  readonly next: string | undefined
}

/** Everything of a paged list: asks until there is no marker. */
export async function everyPage<T>(ask: (marker: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = []
  let marker: string | undefined
  do {
    const page = await ask(marker)
    all.push(...(page.items ?? []))
    marker = page.next
  } while (marker !== undefined)
  return all
}
