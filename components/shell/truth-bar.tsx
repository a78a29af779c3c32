'use client'

import type { ComponentProps, ReactNode } from 'react'
import { instant, principalParts } from '../format.ts'
import { useFrame, useNow } from '../hooks/frame.tsx'
import { RegionSelector } from '../region/region-selector.tsx'
import { useCopy } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Tag } from '../ui/tag.tsx'
import { AccountMenu } from './account-menu.tsx'
import { ThemeMenu } from './theme-menu.tsx'

const CELL =
  'grid content-center border-line border-r px-4 text-left whitespace-nowrap data-[state=open]:bg-hover [button&]:hover:bg-hover focus-visible:-outline-offset-2'

/** Says who acts where, at what time, under which rules, against which endpoint: never more than the truth. */
export function TruthBar() {
  return (
    <header className="sticky top-0 z-20 flex h-14 min-w-0 items-stretch border-line border-b bg-page max-sm:hidden">
      <AccountCell />
      <RegionCell />
      <ClockCell />
      <AuthorizationCell />
      <EndpointCell />
      <div className="mr-3 ml-auto self-center">
        <ThemeMenu />
      </div>
    </header>
  )
}

function AccountCell() {
  const { scope, principalArn, userName } = useFrame()
  const [kind, name] = principalParts(principalArn)
  return (
    <AccountMenu
      trigger={
        <CellButton label="Account · principal" icon="chevrons">
          {scope.account}
          <span className="text-ink-3">/</span>
          {kind}
          {name}
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

function ClockCell() {
  const { scope, frozen } = useFrame()
  const now = useNow()
  return (
    <div className={CELL}>
      <CellText label={`Sandbox ${scope.sandbox}`}>
        <time dateTime={new Date(now).toISOString()} className="tabular-nums" suppressHydrationWarning>
          {instant(now)}
        </time>
        {frozen && (
          <Tag tone="import" icon="freeze">
            Frozen
          </Tag>
        )}
      </CellText>
    </div>
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
