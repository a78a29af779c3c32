'use client'

import { type ReactNode, useState } from 'react'
import type { KeyDto } from '#console/dto/keys.ts'
import { count } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { textLink } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Skeleton } from '../ui/states.tsx'
import { isAwsManaged, isBusy } from './actions.ts'
import { CopyAsMenu } from './copy-as-menu.tsx'
import { KeyMenu, type KeyMenuActions } from './key-menu.tsx'
import { KeyMissing } from './key-missing.tsx'
import { keyName } from './key-name.ts'
import { KeyStatus } from './key-status.tsx'
import { KeyTabs } from './key-tabs.tsx'
import { StateNote } from './state-note.tsx'

interface KeyFrameProps {
  readonly keyId: string
  readonly actions: KeyMenuActions
  /** The open tab. */
  readonly children: ReactNode
}

/** The head of one key and its tabs. */
export function KeyFrame({ keyId, actions, children }: KeyFrameProps) {
  const { data, error } = useConsoleQuery('key', { id: keyId }, { until: ({ state }) => !isBusy(state) })
  if (error) return <KeyMissing keyId={keyId} error={error.error} />
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
      {keyDto.description && <Description text={keyDto.description} />}
    </PageHead>
  )
}

const REGIONALITIES = { SINGLE: 'Single Region', PRIMARY: 'Primary', REPLICA: 'Replica' } as const

/** How much of a description stands in the head before someone asks for all of it. */
const SHORT = 240

/** Text of whoever made the key, in its own direction; it may be long. */
function Description({ text }: { readonly text: string }) {
  const [all, setAll] = useState(false)
  const long = text.length > SHORT
  return (
    <p className="mt-1 max-w-[72ch] text-ink-2 wrap-anywhere">
      <bdi className="whitespace-pre-line">{long && !all ? `${text.slice(0, SHORT)}…` : text}</bdi>
      {long && (
        <button type="button" className={`ml-2 ${textLink}`} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show less' : `Show all ${count(text.length)} characters`}
        </button>
      )}
    </p>
  )
}
