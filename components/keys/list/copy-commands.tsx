'use client'

import type { KeyRowDto } from '#console/dto/keys.ts'
import { plural } from '../../format.ts'
import { useFrame } from '../../hooks/frame.tsx'
import { cliSnippet } from '../../snippets.ts'
import { Button } from '../../ui/button.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

const COMMANDS = [
  { label: 'Describe', operation: 'DescribeKey', more: {} },
  { label: 'Enable', operation: 'EnableKey', more: {} },
  { label: 'Disable', operation: 'DisableKey', more: {} },
  { label: 'Schedule deletion', operation: 'ScheduleKeyDeletion', more: { PendingWindowInDays: 30 } },
  { label: 'Cancel deletion', operation: 'CancelKeyDeletion', more: {} },
] as const

/** The same for a terminal: a command for each key. */
export function CopyCommands({ keys }: { readonly keys: readonly KeyRowDto[] }) {
  const copy = useCopy()
  const { endpoint, scope } = useFrame()
  const target = { endpoint, region: scope.region }
  return (
    <Menu
      trigger={
        <Button size="small" variant="ghost" icon="copy" className="max-sm:hidden">
          Copy as CLI
        </Button>
      }
    >
      {COMMANDS.map(({ label, operation, more }) => (
        <MenuItem
          key={operation}
          icon="terminal"
          onSelect={() => {
            const calls = keys.map(({ keyId }) => ({ operation, input: { KeyId: keyId, ...more } }))
            copy(calls.map((call) => cliSnippet(call, target)).join('\n\n'))
          }}
        >
          {label} {plural(keys.length, 'key')}
        </MenuItem>
      ))}
    </Menu>
  )
}
