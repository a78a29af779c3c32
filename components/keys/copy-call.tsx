'use client'

import { useFrame } from '../hooks/frame.tsx'
import { type ApiCall, cliSnippet, javascriptSnippet, pythonSnippet } from '../snippets.ts'
import { Button } from '../ui/button.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'

const LANGUAGES = [
  { label: 'CLI', write: cliSnippet },
  { label: 'JavaScript', write: javascriptSnippet },
  { label: 'Python', write: pythonSnippet },
] as const

/** What a form is about to do, as code to paste. At the left end of the form's buttons. */
export function CopyCall({ call }: { readonly call: ApiCall }) {
  const { endpoint, scope } = useFrame()
  const copy = useCopy()
  const target = { endpoint, region: scope.region }
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" icon="copy" className="mr-auto -ml-3 text-ink-2">
          <span className="max-sm:sr-only">Copy as…</span>
        </Button>
      }
    >
      {LANGUAGES.map(({ label, write }) => (
        <MenuItem key={label} icon="copy" onSelect={() => copy(write(call, target))}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  )
}
