'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { useFrame } from '../hooks/frame.tsx'
import { type ApiCall, cliSnippet, javascriptSnippet, pythonSnippet } from '../snippets.ts'
import { Button } from '../ui/button.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { isAwsManaged } from './actions.ts'
import { sampleCall } from './sample-call.ts'

/** Calls on this key, ready to paste. */
export function CopyAsMenu({ keyDto }: { readonly keyDto: KeyDto }) {
  const { endpoint, scope } = useFrame()
  const copy = useCopy()
  const target = { endpoint, region: scope.region }
  const describe: ApiCall = { operation: 'DescribeKey', input: { KeyId: keyDto.keyId } }
  const sample = sampleCall(keyDto)
  return (
    <Menu
      trigger={
        <Button className="max-sm:hidden">
          Copy as…
          <Icon name="chevronDown" />
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
      <MenuLine />
      <MenuItem icon="copy" onSelect={() => copy(`data "aws_kms_key" "this" {\n  key_id = "${keyDto.keyId}"\n}`)}>
        Terraform: look this key up
      </MenuItem>
    </Menu>
  )
}
