'use client'

import { useState } from 'react'
import type { BelongingsDto, FamilyDto } from '#console/dto/families.ts'
import { aliasText, plural } from '../../format.ts'
import { usePaths } from '../../hooks/frame.tsx'
import { useConsoleQuery } from '../../hooks/queries.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Link, textLink } from '../../ui/link.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { Tag } from '../../ui/tag.tsx'
import { policyComparison } from './policy-comparison.ts'

/** What differs from Region to Region. It takes three calls in each, so it is asked for. */
export function DifferencesCard({ family }: { readonly family: FamilyDto }) {
  const [asked, setAsked] = useState(false)
  const regions = family.members.map(({ region }) => region)
  const { data, error } = useConsoleQuery('belongings', { id: family.keyId, region: regions }, { enabled: asked })
  return (
    <Card
      title="What differs by Region"
      aside="key policy, aliases, tags"
      actions={
        !asked && (
          <Button size="small" onClick={() => setAsked(true)}>
            Compare
          </Button>
        )
      }
    >
      {!asked ? (
        <p className="px-4 py-3 text-ink-3">
          Reads all three in {plural(regions.length, 'Region')}: {plural(regions.length * 3, 'call')}, each recorded.
        </p>
      ) : error ? (
        <ErrorPanel error={error.error} />
      ) : data ? (
        <Differences all={data} keyId={family.keyId} />
      ) : (
        <Skeleton />
      )}
    </Card>
  )
}

function Differences({ all, keyId }: { readonly all: readonly BelongingsDto[]; readonly keyId: string }) {
  const { key } = usePaths()
  const [primary] = all
  return (
    <div className="overflow-x-auto">
      <table className="tbl stacked">
        <thead>
          <tr>
            <th>Region</th>
            <th>Key policy</th>
            <th>Aliases</th>
            <th>Tags</th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => (
            <tr key={one.region}>
              <td className="mono">{one.region}</td>
              <td data-column="Key policy">
                <Link href={key(keyId, one.region)} className={textLink}>
                  <Comparison of={one} primary={primary} />
                </Link>
              </td>
              <td data-column="Aliases">{one.aliases.map(aliasText).join(', ') || <None />}</td>
              <td data-column="Tags">
                {one.tags.length === 0 ? (
                  <None />
                ) : (
                  <span className="inline-flex flex-wrap gap-1">
                    {one.tags.map((tag) => (
                      <Tag key={tag.key}>
                        <bdi>
                          {tag.key}={tag.value}
                        </bdi>
                      </Tag>
                    ))}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const None = () => <span className="text-ink-3">none</span>

function Comparison({ of, primary }: { readonly of: BelongingsDto; readonly primary: BelongingsDto | undefined }) {
  switch (policyComparison(of, primary)) {
    case 'primary':
      return 'the primary’s'
    case 'same':
      return 'same as the primary’s'
    case 'region':
      return 'same but for the Region'
    case 'different':
      return 'different'
    case 'unknown':
      return 'not for you to see'
  }
}
