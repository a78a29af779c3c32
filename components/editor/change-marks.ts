import { Chunk } from '@codemirror/merge'
import { type EditorState, type Extension, type Range, StateEffect, StateField, Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'

/** Gives the text of before anew. */
export const baseChanged = StateEffect.define<string | undefined>()

interface Marked {
  readonly base: Text | undefined
  readonly lines: DecorationSet
}

/** How many lines of a text are new or changed, and between how many some were removed. */
export interface LineChanges {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

const LINES = {
  added: Decoration.line({ class: 'cm-added' }),
  changed: Decoration.line({ class: 'cm-altered' }),
  removed: Decoration.line({ class: 'cm-removed' }),
}

const field = StateField.define<Marked>({
  create: () => ({ base: undefined, lines: Decoration.none }),
  update(value, transaction) {
    const given = transaction.effects.find((effect) => effect.is(baseChanged))
    if (!given && !transaction.docChanged) return value
    const base = given ? textOf(given.value) : value.base
    return { base, lines: base ? decorate(base, transaction.state) : Decoration.none }
  },
  provide: (marked) => EditorView.decorations.from(marked, ({ lines }) => lines),
})

/** Marks beside the lines that differ from a text of before. */
export function changeMarks(base: string | undefined): Extension {
  return [
    field.init((state) => {
      const text = textOf(base)
      return { base: text, lines: text ? decorate(text, state) : Decoration.none }
    }),
  ]
}

const textOf = (text: string | undefined) => (text === undefined ? undefined : Text.of(text.split('\n')))

function decorate(base: Text, { doc }: EditorState): DecorationSet {
  const found: Range<Decoration>[] = []
  for (const chunk of Chunk.build(base, doc)) {
    if (chunk.fromB === chunk.toB) {
      found.push(LINES.removed.range(doc.lineAt(Math.min(chunk.fromB, doc.length)).from))
      continue
    }
    const kind = chunk.fromA === chunk.toA ? LINES.added : LINES.changed
    const last = doc.lineAt(chunk.endB).number
    for (let line = doc.lineAt(chunk.fromB).number; line <= last; line += 1) found.push(kind.range(doc.line(line).from))
  }
  return Decoration.set(found, true)
}
