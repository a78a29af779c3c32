'use client'

import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { createEditor, replaceText, revealLine, setBase } from './create-editor.ts'
import type { JsonEditorProps } from './editor-props.ts'
import { openSearch } from './search-panel.ts'

/** CodeMirror as a component; loaded by `JsonEditor` alone, since it is heavy. */
export function CodeMirror(props: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const { value, base, reveal, find, unified = false } = props
  const readOnly = props.onChange === undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: later values go to the editor that is there, below
  useEffect(() => {
    if (!host.current) return
    const made = createEditor(host.current, { value, base, unified, readOnly }, () => latest.current)
    view.current = made
    return () => made.destroy()
  }, [unified, readOnly])

  useEffect(() => {
    if (view.current) replaceText(view.current, value)
  }, [value])

  useEffect(() => {
    if (view.current && !unified) setBase(view.current, base)
  }, [base, unified])

  useEffect(() => {
    if (view.current && reveal) revealLine(view.current, reveal.line)
  }, [reveal])

  useEffect(() => {
    if (view.current && find) openSearch(view.current)
  }, [find])

  return <div ref={host} className="grid min-h-0 min-w-0" />
}
