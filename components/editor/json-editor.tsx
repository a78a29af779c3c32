'use client'

import { type ComponentType, useEffect, useState } from 'react'
import { Json } from '../ui/json.tsx'
import type { JsonEditorProps } from './editor-props.ts'

/** A policy that grows with its text, within limits. */
const HEIGHT = 'min-h-44 max-h-[560px]'

/**
 * JSON that can be typed, with colours, numbers, folding, search, undo and completion. The editor is loaded on demand;
 * until it is there the text can be read in its place, letter upon letter.
 */
export function JsonEditor(props: JsonEditorProps) {
  const Editor = useEditor()
  const height = props.height ?? HEIGHT
  return (
    <div className={`editor grid min-w-0 overflow-hidden ${height}`}>
      {Editor ? <Editor {...props} /> : <Plain label={props.label} text={props.value} />}
    </div>
  )
}

function useEditor(): ComponentType<JsonEditorProps> | undefined {
  const [loaded, setLoaded] = useState<
    { readonly Editor: ComponentType<JsonEditorProps> } | { readonly error: unknown }
  >()
  useEffect(() => {
    let alive = true
    const stop = whenIdle(() => {
      import('./code-mirror.tsx').then(
        ({ CodeMirror }) => alive && setLoaded({ Editor: CodeMirror }),
        (error: unknown) => alive && setLoaded({ error }),
      )
    })
    return () => {
      alive = false
      stop()
    }
  }, [])
  if (loaded && 'error' in loaded) throw loaded.error
  return loaded?.Editor
}

/** A page that stays busy has its editor all the same, after so many milliseconds. */
const PATIENCE = 500

/** Runs once the page around it is there and works; answers what calls it off. */
function whenIdle(run: () => void): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(run, { timeout: PATIENCE })
  return () => cancelIdleCallback(idle)
}

function Plain({ label, text }: { readonly label: string; readonly text: string }) {
  const lines = text.split('\n').length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section tabIndex={0} aria-label={`${label}, loading the editor`} className="flex overflow-auto">
      <pre aria-hidden="true" className="code editor-numbers">
        {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
      </pre>
      <pre className="code editor-plain">
        <Json text={text} />
      </pre>
    </section>
  )
}
