'use client'

import type { ComponentProps, ReactNode } from 'react'
import type { SessionActions } from '../auth/session-actions.ts'
import { principalParts } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useFrame, useNow } from '../hooks/frame.tsx'
import { useModifier } from '../hooks/use-modifier.ts'
import { usePalette } from '../palette/palette.tsx'
import { RegionSelector } from '../region/region-selector.tsx'
import { SandboxMenu } from '../sandboxes/sandbox-menu.tsx'
import { StateTags } from '../sandboxes/state-tags.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Tag } from '../ui/tag.tsx'
import { AccountMenu } from './account-menu.tsx'
import { DisplayMenu } from './display-menu.tsx'

const CELL =
  'grid flex-none content-center border-line border-r px-4 text-left whitespace-nowrap max-md:px-3 data-[state=open]:bg-hover [button&]:hover:bg-hover focus-visible:-outline-offset-2'

/** A line in the accent: nobody takes a sandbox for `main`. */
const IN_SANDBOX = 'border-accent shadow-[inset_0_-1px_var(--accent)]'

/** Says who acts where, at what time, under which rules, against which endpoint: never more than the truth. */
export function TruthBar({ session }: { readonly session: SessionActions }) {
  const { sandbox } = useFrame()
  return (
    <header
      className={`sticky top-0 z-20 flex h-14 min-w-0 items-stretch border-b bg-page max-sm:hidden ${sandbox ? IN_SANDBOX : 'border-line'}`}
    >
      <AccountCell session={session} />
      <RegionCell />
      <ClockCell />
      <AuthorizationCell />
      <EndpointCell />
      <div className="mr-3 ml-auto flex flex-none items-center gap-2 pl-3">
        <SearchBox />
        <DisplayMenu />
      </div>
    </header>
  )
}

function AccountCell({ session }: { readonly session: SessionActions }) {
  const { scope, userName, role } = useFrame()
  const [kind, name] = principalParts(scope.principalArn)
  return (
    <AccountMenu
      session={session}
      trigger={
        <CellButton label="Account · principal" icon="chevrons" className="min-w-0 flex-initial! overflow-hidden">
          {scope.account}
          <span className="text-ink-3">/</span>
          {kind}
          {name}
          {role && (
            <Tag tone="warn" icon="swap">
              Role
            </Tag>
          )}
          <span className="sr-only">, signed in as {userName}</span>
        </CellButton>
      }
    />
  )
}

function RegionCell() {
  const { scope, regions } = useFrame()
  const region = regions.find((each) => each.id === scope.region)
  return (
    <RegionSelector
      trigger={
        <CellButton label={`Region · ${region?.name ?? scope.region}`} icon="chevrons">
          {scope.region}
        </CellButton>
      }
    />
  )
}

/** For the administrator, the way to all sandboxes and to the clock of this one. */
function ClockCell() {
  const { scope, sandbox, administers } = useFrame()
  const quotas = sandbox && sandbox.quotas !== 'off' ? ` · quotas ${sandbox.quotas}` : ''
  const label = `Sandbox ${scope.sandbox}${quotas}`
  if (!administers) {
    return (
      <div className={CELL}>
        <CellText label={label}>
          <Clock />
        </CellText>
      </div>
    )
  }
  return (
    <SandboxMenu
      trigger={
        <CellButton label={label} icon="chevrons" className={sandbox ? 'bg-accent-soft' : ''}>
          <Clock />
          {sandbox && <StateTags {...sandbox} />}
        </CellButton>
      }
    />
  )
}

function Clock() {
  const now = useNow()
  const { instant } = useTimes()
  return (
    <time dateTime={new Date(now).toISOString()} className="tabular-nums" suppressHydrationWarning>
      {instant(now)}
    </time>
  )
}

function AuthorizationCell() {
  const { authMode } = useFrame()
  const strict = authMode === 'strict'
  return (
    <div className={`${CELL} max-md:hidden`}>
      <CellText label="Authorization">
        <span className={`inline-flex items-center gap-1.5 font-strong ${strict ? 'text-accent' : 'text-warn'}`}>
          <Icon name={strict ? 'shield' : 'warning'} className="size-3.5" />
          {strict ? 'STRICT' : 'OPEN'}
        </span>
      </CellText>
    </div>
  )
}

function EndpointCell() {
  const { endpoint } = useFrame()
  const copy = useCopy()
  return (
    <CellButton label="Endpoint" icon="copy" className="max-xl:hidden" onClick={() => copy(endpoint)}>
      {endpoint.replace(/^https?:\/\//, '')}
      <span className="sr-only">, copy</span>
    </CellButton>
  )
}

function SearchBox() {
  const { open } = usePalette()
  const modifier = useModifier()
  return (
    <button
      type="button"
      onClick={open}
      className="flex h-8 w-[190px] items-center gap-2 rounded-m border border-line-strong px-2.5 text-ink-2 hover:bg-hover max-lg:w-8 max-lg:px-2"
    >
      <Icon name="search" className="size-4 text-ink-3" />
      <span className="whitespace-nowrap max-lg:sr-only">Search or run</span>
      <span className="kbd ml-auto max-lg:hidden" aria-hidden="true">
        {modifier === '⌘' ? '⌘K' : 'Ctrl K'}
      </span>
    </button>
  )
}

interface CellButtonProps extends ComponentProps<'button'> {
  readonly label: string
  readonly icon: 'chevrons' | 'copy'
}

function CellButton({ label, icon, className = '', children, ...rest }: CellButtonProps) {
  return (
    <button type="button" {...rest} className={`${CELL} ${className}`}>
      <CellText label={label}>
        {children}
        <Icon name={icon} className="size-3.5 text-ink-3" />
      </CellText>
    </button>
  )
}

function CellText({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <span className="text-ink-3 text-xs">{label}</span>
      <span className="flex items-center gap-1.5 font-[450] font-mono text-sm tracking-[-0.02em]">{children}</span>
    </>
  )
}
