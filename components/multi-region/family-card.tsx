'use client'

import { lazy, type ReactNode, useState } from 'react'
import type { FamilyDto, FamilyMemberDto } from '#console/dto/families.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { WhenOpen } from '../ui/when-open.tsx'
import { MembersTable } from './members-table.tsx'
import { familyName, familyReason, primaryReason, type RegionActions } from './region-actions.ts'
import { MapLegend, WorldMap } from './world-map.tsx'

const ReplicateDialog = lazy(async () => ({ default: (await import('./replicate-dialog.tsx')).ReplicateDialog }))
const ChangePrimaryDialog = lazy(async () => ({
  default: (await import('./change-primary-dialog.tsx')).ChangePrimaryDialog,
}))
const DeleteMemberDialog = lazy(async () => ({
  default: (await import('./delete-member-dialog.tsx')).DeleteMemberDialog,
}))

type Open =
  | { readonly what: 'replicate' }
  | { readonly what: 'primary'; readonly to?: string }
  | { readonly what: 'delete'; readonly member: FamilyMemberDto }

interface FamilyCardProps {
  readonly family: FamilyDto
  readonly actions: RegionActions
  readonly title: ReactNode
  readonly aside?: ReactNode
}

/** One multi-Region key: its members on the map and as a list, and all that can be done to them. */
export function FamilyCard({ family, actions, title, aside }: FamilyCardProps) {
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Card
        title={title}
        aside={aside}
        actions={
          <>
            <MapLegend />
            <Button size="small" reason={primaryReason(family)} onClick={() => setOpen({ what: 'primary' })}>
              Change primary…
            </Button>
            <Button
              size="small"
              variant="primary"
              icon="plus"
              reason={familyReason(family)}
              onClick={() => setOpen({ what: 'replicate' })}
            >
              Replicate…
            </Button>
          </>
        }
      >
        <WorldMap family={family} name={familyName(family)} />
      </Card>
      <Card>
        <MembersTable
          family={family}
          onPrimary={(to) => setOpen({ what: 'primary', to })}
          onDelete={(member) => setOpen({ what: 'delete', member })}
        />
      </Card>
      <WhenOpen open={open !== undefined}>
        {open?.what === 'replicate' && (
          <ReplicateDialog family={family} replicateKey={actions.replicateKey} close={close} />
        )}
        {open?.what === 'primary' && (
          <ChangePrimaryDialog family={family} changePrimary={actions.changePrimary} to={open.to} close={close} />
        )}
        {open?.what === 'delete' && (
          <DeleteMemberDialog
            family={family}
            member={open.member}
            scheduleDeletion={actions.scheduleDeletion}
            close={close}
          />
        )}
      </WhenOpen>
    </>
  )
}
