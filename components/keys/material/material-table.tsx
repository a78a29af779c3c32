'use client'

import type { ReactNode } from 'react'
import type { MaterialDto } from '#console/dto/keys.ts'
import type { MaterialLifeDto, MaterialUseDto } from '#console/dto/material-life.ts'
import { count, shortMaterial } from '../../format.ts'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Link } from '../../ui/link.tsx'
import { Principal } from '../../ui/principal.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Ago, LongDay } from '../../ui/time.tsx'
import { actorOf } from './material-events.ts'

const HOW = { created: 'Created', imported: 'Imported', automatic: 'Automatic', 'on-demand': 'On demand' } as const

interface MaterialTableProps {
  readonly materials: readonly MaterialDto[]
  /** What the audit log tells; undefined where it is not for the caller. */
  readonly life: MaterialLifeDto | undefined
  readonly eventsOf: (materialId: string) => string
  /** For imported material: what can be done to each. Its rows also tell what is there, and until when. */
  readonly rowActions?: (material: MaterialDto) => ReactNode
}

/** All materials of a key, the newest first. */
export function MaterialTable({ materials, life, eventsOf, rowActions }: MaterialTableProps) {
  return (
    <Card title="Key materials" aside={<span className="tabular-nums">{materials.length}</span>}>
      <div className="overflow-x-auto">
        <table className="tbl two-line">
          <thead>
            <tr>
              <th>Material</th>
              <th>Material ID</th>
              <th>State</th>
              {rowActions && <th>Import</th>}
              {rowActions && <th>Expires</th>}
              <th>Since</th>
              <th>How</th>
              <th>By</th>
              <th className="end">Opened</th>
              <th className="end">Last opened</th>
              {rowActions && (
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {materials.toReversed().map((material) => (
              <MaterialRow
                key={material.materialId}
                material={material}
                life={life}
                href={eventsOf(material.materialId)}
                rowActions={rowActions}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

interface MaterialRowProps {
  readonly material: MaterialDto
  readonly life: MaterialLifeDto | undefined
  readonly href: string
  readonly rowActions: MaterialTableProps['rowActions']
}

function MaterialRow({ material, life, href, rowActions }: MaterialRowProps) {
  const { number, materialId, description, since, how } = material
  const use = life?.uses.find((each) => each.materialId === materialId)
  return (
    <tr id={`material-${number}`}>
      <td className="at-box">{number}</td>
      <td className="at-a">
        <span className="mono" title={materialId}>
          {shortMaterial(materialId)}
        </span>{' '}
        <CopyButton text={materialId} label={`Copy id of material ${number}`} />
        {description && <bdi className="ml-1 text-ink-3 text-sm">{description}</bdi>}
      </td>
      <td className="at-b">
        <State material={material} />
      </td>
      {rowActions && (
        <td className="at-c">
          <Import material={material} />
        </td>
      )}
      {rowActions && (
        <td className="text-ink-2">
          <Expiry material={material} />
        </td>
      )}
      <td className={rowActions ? '' : 'at-c'}>
        {since === undefined ? <span className="text-ink-3">–</span> : <LongDay time={since} />}
      </td>
      <td className="text-ink-2">{HOW[how]}</td>
      <td className="text-ink-2">
        <Actor actor={actorOf(material, life?.events ?? [])} />
      </td>
      <td className={rowActions ? 'end' : 'at-d end'}>
        <Opened use={use} href={href} />
      </td>
      <td className="end text-ink-2">{use?.last === undefined ? <None /> : <Ago time={use.last} />}</td>
      {rowActions && <td className="at-d end">{rowActions(material)}</td>}
    </tr>
  )
}

const None = () => <span className="text-ink-3">–</span>

function Opened({ use, href }: { readonly use: MaterialUseDto | undefined; readonly href: string }) {
  if (!use) return <None />
  return (
    <Link href={`${href}&event=Decrypt`} className="hover:underline">
      {count(use.total)}
      <span className="sm:hidden"> opened</span>
    </Link>
  )
}

function Actor({ actor }: { readonly actor: string | undefined }) {
  return actor === undefined ? <None /> : <Principal arn={actor} />
}

const PENDING_ELSEWHERE = 'Pending import in its other Regions'

function State({ material: { state } }: { readonly material: MaterialDto }) {
  switch (state) {
    case 'current':
      return <Tag tone="accent">Current</Tag>
    case 'former':
      return <span className="text-ink-2">Decrypts only</span>
    case 'pending':
      return <span className="text-import">Pending rotation</span>
    case 'pending-elsewhere':
      return <span className="text-import">{PENDING_ELSEWHERE}</span>
  }
}

function Import({ material: { expiresAt, missing } }: { readonly material: MaterialDto }) {
  if (missing) return <Tag tone="loss">Missing</Tag>
  return (
    <>
      <Tag tone="import">Imported</Tag>
      {/* Phones have no column of it. */}
      <span className="ml-1.5 text-ink-2 sm:hidden">
        {expiresAt === undefined ? 'never expires' : ['expires ', <Ago key="at" time={expiresAt} />]}
      </span>
    </>
  )
}

function Expiry({ material: { expiresAt, missing } }: { readonly material: MaterialDto }) {
  if (missing) return <None />
  return expiresAt === undefined ? <span className="text-ink-3">never</span> : <Ago time={expiresAt} />
}
