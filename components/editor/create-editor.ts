import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language'
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { Annotation, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { baseChanged, changeMarks } from './change-marks.ts'
import type { JsonEditorProps } from './editor-props.ts'
import { jsonFault } from './json-faults.ts'
import { searching } from './search-panel.ts'

interface Beginning {
  readonly value: string
  readonly base: string | undefined
  readonly unified: boolean
  readonly readOnly: boolean
}

const SYNTAX = HighlightStyle.define([
  { tag: tags.propertyName, class: 'syn-key' },
  { tag: tags.string, class: 'syn-str' },
  { tag: tags.number, class: 'syn-num' },
  { tag: [tags.bool, tags.null], class: 'syn-lit' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], class: 'syn-punct' },
])

/** A change that comes from outside, of which nobody needs to be told. */
const fromOutside = Annotation.define<boolean>()

const LINT_DELAY = 250

/** Makes the editor in an element. `latest` gives the props of now, so that it need not be made again for each. */
export function createEditor(parent: HTMLElement, start: Beginning, latest: () => JsonEditorProps): EditorView {
  const state = EditorState.create({ doc: start.value, extensions: extensionsOf(start, latest) })
  const view = new EditorView({ state, parent })
  // Lines are measured once; the font may come later.
  document.fonts.ready.then(() => view.requestMeasure())
  return view
}

function extensionsOf({ base, unified, readOnly }: Beginning, latest: () => JsonEditorProps): Extension {
  const { label } = latest()
  return [
    EditorView.cspNonce.of(document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? ''),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off', tabindex: '0' }),
    EditorState.tabSize.of(2),
    indentUnit.of('  '),
    lineNumbers(),
    codeFolding(),
    foldGutter({ markerDOM: foldMark }),
    drawSelection(),
    json(),
    syntaxHighlighting(SYNTAX),
    bracketMatching(),
    unified ? diffView(base ?? '') : changeMarks(base),
    readOnly ? reading() : writing(latest),
    searching(),
    keymap.of([...defaultKeymap, ...foldKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) {
        latest().onChange?.(update.state.doc.toString())
      }
      if (update.selectionSet || update.docChanged) tellCaret(update.view, latest())
    }),
  ]
}

/** Drawn, since the font has no such letter. */
function foldMark(open: boolean): HTMLElement {
  const mark = document.createElement('span')
  mark.className = open ? 'editor-fold' : 'editor-fold editor-folded'
  mark.title = open ? 'Fold' : 'Unfold'
  return mark
}

function reading(): Extension {
  return [EditorState.readOnly.of(true), EditorView.editable.of(false)]
}

function writing(latest: () => JsonEditorProps): Extension {
  return [
    history(),
    indentOnInput(),
    closeBrackets(),
    highlightActiveLine(),
    autocompletion({
      activateOnTyping: true,
      icons: false,
      override: [(context) => latest().complete?.(context) ?? null],
    }),
    linter((view) => diagnostics(view.state.doc.toString(), latest()), { delay: LINT_DELAY }),
    keymap.of([...closeBracketsKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
  ]
}

function diffView(original: string): Extension {
  return unifiedMergeView({
    original,
    gutter: true,
    highlightChanges: true,
    mergeControls: false,
    collapseUnchanged: { margin: 3, minSize: 6 },
  })
}

function diagnostics(text: string, { lint }: JsonEditorProps): readonly Diagnostic[] {
  const fault = jsonFault(text)
  if (fault) {
    const from = Math.min(fault.offset, text.length)
    return [{ from, to: Math.min(from + 1, text.length), severity: 'error', message: fault.message }]
  }
  return (lint?.(text) ?? []).map(({ from, to, severity, message }) => ({ from, to, severity, message }))
}

function tellCaret({ state }: EditorView, { onCaret }: JsonEditorProps): void {
  if (!onCaret) return
  const { head } = state.selection.main
  const line = state.doc.lineAt(head)
  onCaret({ line: line.number, column: head - line.from + 1 })
}

/** Puts another text in place of the one that is there, as when it was discarded. */
export function replaceText(view: EditorView, text: string): void {
  const { doc } = view.state
  if (doc.toString() === text) return
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, annotations: fromOutside.of(true) })
}

export function setBase(view: EditorView, base: string | undefined): void {
  view.dispatch({ effects: baseChanged.of(base) })
}

export function revealLine(view: EditorView, number: number): void {
  const { doc } = view.state
  const line = doc.line(Math.max(1, Math.min(number, doc.lines)))
  view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) })
  view.focus()
}
