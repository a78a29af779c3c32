import type { CompletionSource } from '@codemirror/autocomplete'

/** Something to be told about a part of the text. */
export interface EditorMark {
  /** UTF-16 indexes. */
  readonly from: number
  readonly to: number
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
}

/** Scrolls to a line, from 1, and puts the caret there; `at` tells one wish from the next. */
export interface Reveal {
  readonly line: number
  readonly at: number
}

export interface Caret {
  readonly line: number
  readonly column: number
}

export interface JsonEditorProps {
  /** Its name for assistive technology. */
  readonly label: string
  readonly value: string
  /** Absent: it can be read and searched, not changed. */
  readonly onChange?: (text: string) => void
  readonly onCaret?: (caret: Caret) => void
  /** What can be typed at a place, besides JSON. */
  readonly complete?: CompletionSource
  /** What is to be told of a text that is JSON; what is no JSON is told by the editor itself. */
  readonly lint?: (text: string) => readonly EditorMark[]
  /** A text of before: lines that were added, changed or removed since are marked beside the numbers. */
  readonly base?: string
  /** Shows what was removed as well, between the lines; needs `base`. */
  readonly unified?: boolean
  readonly reveal?: Reveal | undefined
  /** Opens the search; each number is a wish of its own. */
  readonly find?: number
  /** Tailwind classes for the least and the greatest height; the text before the editor is there has the same. */
  readonly height?: string
}
