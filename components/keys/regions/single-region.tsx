'use client'

import type { KeyDto } from '#console/dto/keys.ts'
import { useFrame, usePaths } from '../../hooks/frame.tsx'
import { WorldMap } from '../../multi-region/world-map.tsx'
import { Card } from '../../ui/card.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import { keyName } from '../key-name.ts'

/** A key that is of one Region for ever, and what people do who need it elsewhere. */
export function SingleRegion({ keyDto }: { readonly keyDto: KeyDto }) {
  const { scope, regions } = useFrame()
  const { createKey, multiRegion } = usePaths()
  const { region } = scope
  const { keyId, state, aliases, description } = keyDto
  const member = { region, type: 'PRIMARY', state, aliases, description, tags: keyDto.tags.length } as const
  const place = regions.find(({ id }) => id === region)?.name
  return (
    <Card title={`This key never leaves ${region}`} aside={place}>
      <WorldMap family={{ keyId, regions: [region], members: [member] }} name={keyName(keyDto)} to="material" single />
      <div className="grid gap-2 border-line border-t px-4 py-3 text-ink-2 [&>p]:max-w-[88ch]">
        <p>
          Its material is of this Region alone: nothing copies it, and what it encrypts opens nowhere else. It cannot
          become a multi-Region key later.
        </p>
        <p>
          To use the same key in several Regions,{' '}
          <Link href={createKey} className={textLink}>
            create a multi-Region key
          </Link>{' '}
          and re-encrypt under it. Those that there are stand under{' '}
          <Link href={multiRegion} className={textLink}>
            Multi-Region
          </Link>
          .
        </p>
      </div>
    </Card>
  )
}
