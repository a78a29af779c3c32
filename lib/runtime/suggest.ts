/** Levenshtein distance: how many letters to insert, remove or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The name that was probably meant, if one is near enough to be a slip of the hand. */
export function suggest(word: string, names: readonly string[]): string | undefined {
  const near = names.map((name) => ({ name, away: distance(word, name) })).sort((a, b) => a.away - b.away)[0]
  return near && near.away <= Math.max(2, word.length / 4) ? near.name : undefined
}
