'use client'

import { useFrame, usePaths } from '../hooks/frame.tsx'
import { useModifier } from '../hooks/use-modifier.ts'
import { allPages } from '../shell/nav.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from './keys.tsx'

const ANYWHERE = [
  { keys: ['c'], label: 'Create a key' },
  { keys: ['?'], label: 'These shortcuts' },
] as const

const IN_LISTS = [
  { keys: ['/'], label: 'Filter the list' },
  { keys: ['j'], label: 'Next row' },
  { keys: ['k'], label: 'Row before' },
  { keys: ['↵'], label: 'Open the row' },
  { keys: ['Esc'], label: 'Leave the filter, close what is open' },
] as const

export function ShortcutsDialog({ close }: { readonly close: () => void }) {
  const pages = allPages(usePaths(), useFrame().administers)
  const modifier = useModifier()
  const everywhere = [{ keys: [modifier, 'K'], label: 'Search or run anything' }, ...ANYWHERE]
  const inEditors = [
    { keys: [modifier, 'F'], label: 'Find in the text' },
    { keys: [modifier, 'S'], label: 'Save the policy' },
  ]
  const jumps = pages.flatMap(({ letter, label }) => (letter ? [{ keys: ['g', letter], label }] : []))
  return (
    <Dialog title="Keyboard shortcuts" open onOpenChange={(open) => !open && close()}>
      <div className="grid grid-cols-2 gap-x-8 px-5 pt-2 pb-5 max-sm:grid-cols-1">
        <div>
          <Group title="Everywhere" rows={everywhere} />
          <Group title="In lists" rows={IN_LISTS} />
          <Group title="In editors" rows={inEditors} />
        </div>
        <Group title="Go to" rows={jumps} />
      </div>
    </Dialog>
  )
}

interface GroupProps {
  readonly title: string
  readonly rows: readonly { readonly keys: readonly string[]; readonly label: string }[]
}

function Group({ title, rows }: GroupProps) {
  return (
    <section aria-label={title}>
      <h3 className="pt-2 pb-1 font-medium text-ink-3 text-sm">{title}</h3>
      <dl>
        {rows.map(({ keys, label }) => (
          <div key={label} className="flex min-h-8 items-center gap-3">
            <dt className="order-2">
              <Keys keys={keys} />
            </dt>
            <dd className="order-1 min-w-0 flex-1 text-ink-2">{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
