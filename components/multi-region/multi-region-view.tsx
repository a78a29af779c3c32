'use client'

import type { FamilyDto } from '#console/dto/families.ts'
import { plural } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { isBusy } from '../keys/actions.ts'
import { buttonClass } from '../ui/button-class.ts'
import { CliCommand } from '../ui/cli-command.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, ErrorPanel, Skeleton } from '../ui/states.tsx'
import { FamilyCard } from './family-card.tsx'
import { familyName, type RegionActions } from './region-actions.ts'
import { SharedNote } from './shared-note.tsx'

/** Whether nothing is under way that ends by itself in a moment. */
export function areSettled(families: readonly FamilyDto[]): boolean {
  return !families.some(({ members }) => members.some(({ state }) => isBusy(state)))
}

/** The multi-Region keys of the account, all Regions at once. */
export function MultiRegionView({ actions }: { readonly actions: RegionActions }) {
  const { data, error } = useConsoleQuery('families', {}, { until: areSettled })
  const { params } = useUrlState()
  const asked = params.get('key')
  const family = data?.find(({ keyId }) => keyId === asked) ?? data?.[0]
  return (
    <>
      <PageHead title="Multi-Region keys">
        <p className="text-ink-2">One key in several Regions: what one encrypts, the others decrypt.</p>
      </PageHead>
      {error ? (
        <ErrorPanel error={error.error} />
      ) : !data ? (
        <Skeleton />
      ) : family ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <FamilyList families={data} chosen={family} />
          <FamilyCard
            family={family}
            actions={actions}
            title={<bdi>{familyName(family)}</bdi>}
            aside={
              <span className="inline-flex min-w-0 max-w-full items-center gap-1">
                <span className="mono truncate">{family.keyId}</span>
                <CopyButton text={family.keyId} label="Copy key id" />
              </span>
            }
          />
          <SharedNote />
        </div>
      ) : (
        <NoFamilies />
      )}
    </>
  )
}

interface FamilyListProps {
  readonly families: readonly FamilyDto[]
  readonly chosen: FamilyDto
}

function FamilyList({ families, chosen }: FamilyListProps) {
  const { hrefWith } = useUrlState()
  return (
    <nav aria-label="Multi-Region keys">
      <ul className="flex flex-wrap gap-2">
        {families.map((family) => {
          const current = family.keyId === chosen.keyId
          return (
            <li key={family.keyId} className="max-w-full min-w-52">
              <Link
                href={hrefWith({ key: family.keyId })}
                aria-current={current ? 'true' : undefined}
                className={`block rounded-l border px-3 py-2 hover:bg-hover ${current ? 'border-accent outline-1 outline-accent' : 'border-line'}`}
              >
                <span className="flex items-baseline gap-3">
                  <bdi className="truncate font-strong">{familyName(family)}</bdi>
                  <span className="ml-auto whitespace-nowrap text-ink-2">
                    {plural(family.regions.length, 'Region')}
                  </span>
                </span>
                <span className="mono block text-ink-3">{family.spec}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function NoFamilies() {
  const { createKey } = usePaths()
  return (
    <div className="rounded-l border border-line">
      <Empty
        icon="globe"
        title="There is no multi-Region key yet"
        action={
          <Link href={createKey} className={buttonClass('primary')}>
            Create a key
          </Link>
        }
      >
        <p>
          Ordinary keys never leave their Region. A multi-Region key has the same id and material in each of its
          Regions, so that what is encrypted in one is decrypted in another. That is decided when it is made.
        </p>
        <CliCommand call={{ operation: 'CreateKey', input: { MultiRegion: true } }} />
      </Empty>
    </div>
  )
}
