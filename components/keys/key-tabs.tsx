'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { keyTypeText } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { everRotates, isAwsManaged } from './actions.ts'

/** The pages of one key: those that its kind has. */
export function KeyTabs({ keyDto }: { readonly keyDto: KeyDto }) {
  const base = usePaths().key(keyDto.keyId)
  const { data: counts } = useConsoleQuery('keyCounts', { id: keyDto.keyId }, { keep: true })
  const tab = (path: string, label: string, count?: number): Tab => ({ href: `${base}${path}`, label, count })
  const isAsymmetric = keyTypeText(keyDto.spec) === 'Asymmetric'
  return (
    <Tabs
      label="Pages of this key"
      tabs={[
        tab('', 'Key policy'),
        tab('/configuration', 'Cryptographic configuration'),
        ...(isAsymmetric ? [tab('/public-key', 'Public key')] : []),
        everRotates(keyDto)
          ? tab('/material', 'Key material and rotations', counts?.materials)
          : tab('/material', 'Key material'),
        tab('/aliases', 'Aliases', keyDto.aliases.length),
        tab('/tags', 'Tags', keyDto.tags.length),
        ...(isAwsManaged(keyDto) ? [] : [tab('/regionality', 'Regionality', keyDto.regions.length || undefined)]),
        ...(isAwsManaged(keyDto) ? [] : [tab('/grants', 'Grants', counts?.grants)]),
        tab('/access', 'Access'),
        tab('/activity', 'Activity'),
        ...(isAwsManaged(keyDto) ? [] : [tab('/playground', 'Playground')]),
      ]}
    />
  )
}
