'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { daysUntil, plural } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useNow, usePaths } from '../hooks/frame.tsx'
import { Link, textLink } from '../ui/link.tsx'

/** What a state that is not an ordinary one waits for, and how it goes on. */
export function StateNote({ keyDto }: { readonly keyDto: KeyDto }) {
  const { state, keyId, regions, pendingWindowInDays, keyStore } = keyDto
  const path = usePathname()
  const material = `${usePaths().key(keyId)}/material`
  switch (state) {
    case 'Disabled':
      return <Note>Calls that use it fail with DisabledException until it is enabled. It costs the same.</Note>
    case 'PendingDeletion':
      return keyDto.deletionAt === undefined ? null : <Erasure at={keyDto.deletionAt} />
    case 'PendingImport':
      return (
        <Note>
          It cannot be used until all of its key material is there
          {path === material ? (
            '.'
          ) : (
            <>
              :{' '}
              <Link href={material} className={textLink}>
                import it
              </Link>
              .
            </>
          )}
        </Note>
      )
    case 'PendingReplicaDeletion':
      return (
        <Note>
          It waits until {regions.length > 2 ? 'its replicas' : 'its replica'} in {regions.slice(1).join(', ')}{' '}
          {regions.length > 2 ? 'are' : 'is'} deleted. Then its own waiting period of{' '}
          {plural(pendingWindowInDays ?? 0, 'day')} begins.
        </Note>
      )
    case 'Unavailable':
      return <Note>It cannot be used until its key store {keyStore?.id} is connected again.</Note>
    case 'Creating':
      return <Note>Its material is being copied from {regions[0]}. It can be used in a moment.</Note>
    case 'Updating':
      return <Note>Primary and replica change places. It can be used meanwhile.</Note>
    default:
      return null
  }
}

function Note({ children }: { readonly children: ReactNode }) {
  return <p className="mt-1 text-ink-2">{children}</p>
}

/** The last day on which the deletion can be cancelled. */
function Erasure({ at }: { readonly at: number }) {
  const { longDay } = useTimes()
  const days = daysUntil(at, useNow())
  return (
    <Note>
      It cannot be used, and is erased on {longDay(at)}, in {plural(days, 'day')}. Until then the deletion can be
      cancelled.
    </Note>
  )
}
