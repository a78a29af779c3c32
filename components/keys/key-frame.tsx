'use client'

import type { ReactNode } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { aliasText, shortId } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { buttonClass } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ErrorPanel, Skeleton } from '../ui/states.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { CopyAsMenu } from './copy-as-menu.tsx'
import { KeyMenu, type KeyMenuActions } from './key-menu.tsx'
import { KeyStatus } from './key-status.tsx'

interface KeyFrameProps {
  readonly keyId: string
  readonly actions: KeyMenuActions
  /** The open tab. */
  readonly children: ReactNode
}

/** The head of one key and its tabs. */
export function KeyFrame({ keyId, actions, children }: KeyFrameProps) {
  const { data, error } = useConsoleQuery('key', { id: keyId })
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
      up={{ href: paths.keys, label: 'Customer managed keys', here: name }}
      title={name}
      badge={
        <span data-testid="key-status">
          <KeyStatus pill state={keyDto.state} deletionAt={keyDto.deletionAt} />
        </span>
      }
      actions={
        <>
          <CopyAsMenu keyDto={keyDto} />
          <KeyMenu keyDto={keyDto} actions={actions} />
        </>
      }
    >
      <p className="mono mt-0.5 flex min-w-0 items-center gap-1 text-ink-2">
        <span className="truncate" data-testid="key-arn">
          {keyDto.arn}
        </span>
        <CopyButton text={keyDto.arn} label="Copy key ARN" />
        <span className="whitespace-nowrap max-lg:hidden">
          {[keyDto.spec, keyDto.origin, keyDto.multiRegion ? 'Multi-Region' : 'Single Region'].map((fact) => (
            <span key={fact} className="before:mx-2 before:text-ink-3 before:content-['·']">
              {fact}
            </span>
          ))}
        </span>
      </p>
      {keyDto.description && <p className="mt-1 max-w-[72ch] text-ink-2 wrap-anywhere">{keyDto.description}</p>}
    </PageHead>
  )
}

function KeyTabs({ keyDto }: { readonly keyDto: KeyDto }) {
  const base = usePaths().key(keyDto.keyId)
  return (
    <Tabs
      label="Pages of this key"
      tabs={[
        { href: base, label: 'Key policy' },
        { href: `${base}/configuration`, label: 'Cryptographic configuration' },
        { href: `${base}/material`, label: 'Key material and rotations' },
        { href: `${base}/aliases`, label: 'Aliases', count: keyDto.aliases.length },
        { href: `${base}/tags`, label: 'Tags', count: keyDto.tags.length },
        { href: `${base}/activity`, label: 'Activity' },
      ]}
    />
  )
}

function BackToKeys() {
  return (
    <Link href={usePaths().keys} className={buttonClass('plain', 'small')}>
      All keys
    </Link>
  )
}

/** What people call a key: its first alias, else the short form of its id. */
export function keyName({ aliases, keyId }: Pick<KeyDto, 'aliases' | 'keyId'>): string {
  return aliases[0] ? aliasText(aliases[0]) : shortId(keyId)
}
