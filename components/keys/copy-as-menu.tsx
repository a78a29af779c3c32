'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { useFrame } from '../hooks/frame.tsx'
import { type ApiCall, cliSnippet, javascriptSnippet, pythonSnippet } from '../snippets.ts'
import { Button } from '../ui/button.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { isAwsManaged, whyNot } from './actions.ts'
import { sampleCall } from './sample-call.ts'

const STATE_CALLS = [
  { change: 'enableKeys', words: 'enable this key', operation: 'EnableKey', more: {} },
  { change: 'disableKeys', words: 'disable this key', operation: 'DisableKey', more: {} },
  {
    change: 'scheduleDeletion',
    words: 'schedule its deletion',
    operation: 'ScheduleKeyDeletion',
    more: { PendingWindowInDays: 30 },
  },
  { change: 'cancelDeletion', words: 'cancel its deletion', operation: 'CancelKeyDeletion', more: {} },
] as const

/** Calls on this key, ready to paste. */
export function CopyAsMenu({ keyDto }: { readonly keyDto: KeyDto }) {
  const { endpoint, scope } = useFrame()
  const copy = useCopy()
  const target = { endpoint, region: scope.region }
  const describe: ApiCall = { operation: 'DescribeKey', input: { KeyId: keyDto.keyId } }
  const sample = sampleCall(keyDto)
  const changes = STATE_CALLS.filter(
    ({ change }) => !isAwsManaged(keyDto) && whyNot(change, keyDto.state) === undefined,
  )
  return (
    <Menu
      trigger={
        <Button className="max-sm:px-2.5">
          <Icon name="copy" className="size-4 sm:hidden" />
          <span className="max-sm:sr-only">Copy as…</span>
          <Icon name="chevronDown" className="size-4 max-sm:hidden" />
        </Button>
      }
    >
      {!isAwsManaged(keyDto) && (
        <MenuItem icon="copy" onSelect={() => copy(cliSnippet(sample.call, target))}>
          CLI: {sample.words}
        </MenuItem>
      )}
      <MenuItem icon="copy" onSelect={() => copy(cliSnippet(describe, target))}>
        CLI: describe this key
      </MenuItem>
      <MenuItem icon="copy" onSelect={() => copy(javascriptSnippet(describe, target))}>
        JavaScript: describe this key
      </MenuItem>
      <MenuItem icon="copy" onSelect={() => copy(pythonSnippet(describe, target))}>
        Python: describe this key
      </MenuItem>
      {changes.length > 0 && <MenuLine />}
      {changes.map(({ change, words, operation, more }) => (
        <MenuItem
          key={change}
          icon="copy"
          onSelect={() => copy(cliSnippet({ operation, input: { KeyId: keyDto.keyId, ...more } }, target))}
        >
          CLI: {words}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem icon="copy" onSelect={() => copy(`data "aws_kms_key" "this" {\n  key_id = "${keyDto.keyId}"\n}`)}>
        Terraform: look this key up
      </MenuItem>
    </Menu>
  )
}
