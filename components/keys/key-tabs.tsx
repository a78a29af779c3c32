'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { keyTypeText } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { everRotates, isAwsManaged } from './actions.ts'

/** The pages of one key: those that its kind has. */
export function KeyTabs({ keyDto }: { readonly keyDto: KeyDto }) {
  const base = usePaths().key(keyDto.keyId)
  const tab = (path: string, label: string, count?: number): Tab => ({ href: `${base}${path}`, label, count })
  const isAsymmetric = keyTypeText(keyDto.spec) === 'Asymmetric'
  return (
    <Tabs
      label="Pages of this key"
      tabs={[
        tab('', 'Key policy'),
        tab('/configuration', 'Cryptographic configuration'),
        ...(isAsymmetric ? [tab('/public-key', 'Public key')] : []),
        tab('/material', everRotates(keyDto) ? 'Key material and rotations' : 'Key material'),
        tab('/aliases', 'Aliases', keyDto.aliases.length),
        tab('/tags', 'Tags', keyDto.tags.length),
        ...(keyDto.regionality === 'SINGLE' ? [] : [tab('/regionality', 'Regionality', keyDto.regions.length)]),
        ...(isAwsManaged(keyDto) ? [] : [tab('/grants', 'Grants')]),
        tab('/activity', 'Activity'),
      ]}
    />
  )
}
