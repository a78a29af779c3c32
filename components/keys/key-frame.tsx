'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { plural, shortId } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { isAwsManaged, isBusy } from './actions.ts'
import { CopyAsMenu } from './copy-as-menu.tsx'
import { KeyMenu, type KeyMenuActions } from './key-menu.tsx'
import { keyName } from './key-name.ts'
import { KeyStatus } from './key-status.tsx'
import { KeyTabs } from './key-tabs.tsx'

interface KeyFrameProps {
  readonly keyId: string
  readonly actions: KeyMenuActions
  /** The open tab. */
  readonly children: ReactNode
}

/** The head of one key and its tabs. */
export function KeyFrame({ keyId, actions, children }: KeyFrameProps) {
  const { data, error } = useConsoleQuery('key', { id: keyId }, { until: ({ state }) => !isBusy(state) })
  const paths = usePaths()
  if (error) {
    return (
      <>
        <PageHead title="Key" up={{ href: paths.keys, label: 'Customer managed keys', here: shortId(keyId) }} />
        <ErrorPanel error={error.error} action={<BackToKeys />} />
      </>
    )
  }
  if (!data) return <Skeleton />
  return (
    <>
      <Head keyDto={data} actions={actions} />
      <KeyTabs keyDto={data} />
      {children}
    </>
  )
}

function Head({ keyDto, actions }: { readonly keyDto: KeyDto; readonly actions: KeyMenuActions }) {
  const paths = usePaths()
  const name = keyName(keyDto)
  return (
    <PageHead
      up={
        isAwsManaged(keyDto)
          ? { href: paths.managedKeys, label: 'AWS managed keys', here: name }
          : { href: paths.keys, label: 'Customer managed keys', here: name }
      }
      title={name}
      badge={
        <span data-testid="key-status">
          <KeyStatus pill state={keyDto.state} deletionAt={keyDto.deletionAt} />
        </span>
      }
      actions={
        <>
          <CopyAsMenu keyDto={keyDto} />
          {!isAwsManaged(keyDto) && <KeyMenu keyDto={keyDto} actions={actions} />}
        </>
      }
    >
      <p className="mono mt-0.5 flex min-w-0 items-center gap-1 text-ink-2">
        <span className="truncate" data-testid="key-arn">
          {keyDto.arn}
        </span>
        <CopyButton text={keyDto.arn} label="Copy key ARN" />
        <span className="whitespace-nowrap max-lg:hidden">
          {[keyDto.spec, keyDto.origin, REGIONALITIES[keyDto.regionality]].map((fact) => (
            <span key={fact} className="before:mx-2 before:text-ink-3 before:content-['·']">
              {fact}
            </span>
          ))}
        </span>
      </p>
      <StateNote keyDto={keyDto} />
      {keyDto.description && <p className="mt-1 max-w-[72ch] text-ink-2 wrap-anywhere">{keyDto.description}</p>}
    </PageHead>
  )
}

/** What a state that is not an ordinary one waits for, and how it goes on. */
function StateNote({ keyDto }: { readonly keyDto: KeyDto }) {
  const { state, keyId, regions, pendingWindowInDays, keyStore } = keyDto
  const path = usePathname()
  const material = `${usePaths().key(keyId)}/material`
  switch (state) {
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

const REGIONALITIES = { SINGLE: 'Single Region', PRIMARY: 'Primary', REPLICA: 'Replica' } as const

function BackToKeys() {
  return (
    <Link href={usePaths().keys} className={buttonClass('plain', 'small')}>
      All keys
    </Link>
  )
}
