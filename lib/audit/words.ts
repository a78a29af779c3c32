/**
 * The words that free text looks for, in small letters: what stands between spaces, without the signs around it. An ARN
 * or a dotted name is one word.
 */
export function wordsOf(text: string): readonly string[] {
  const parts = text
    .toWellFormed()
    .toLowerCase()
    .split(/[\s\0]+/)
  return [...new Set(parts.map((part) => part.replace(OUTER_SIGNS, '')))].filter((word) => word !== '')
}

const SIGNS = '[\\x01-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]+'
const OUTER_SIGNS = new RegExp(`^${SIGNS}|${SIGNS}$`, 'g')

/** Whether a word may begin behind a character: letters and digits go on with the one before, and so all beyond ASCII. */
export function endsWord(code: number): boolean {
  return !(code >= 0x80 || (code >= 0x30 && code <= 0x39) || isLetter(code))
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
}

/** Whether a word of a text begins with `word`; capital and small letters are the same. */
export function holdsWord(text: string, word: string): boolean {
  const folded = text.toLowerCase()
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
    if (at === 0 || endsWord(folded.charCodeAt(at - 1))) return true
  }
  return false
}
