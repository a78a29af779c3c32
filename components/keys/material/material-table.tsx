import type { ReactNode } from 'react'
import type { MaterialDto } from '#console/dto/keys.ts'
import { longDay, shortMaterial } from '../../format.ts'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Ago } from '../../ui/time.tsx'

const HOW = { created: 'Created', imported: 'Imported', automatic: 'Automatic', 'on-demand': 'On demand' } as const

interface MaterialTableProps {
  readonly title: ReactNode
  readonly aside?: ReactNode
  /** At the right end of the head. */
  readonly actions?: ReactNode
  readonly materials: readonly MaterialDto[]
  /** For imported material: what can be done to each. Its rows also tell what is there, and until when. */
  readonly rowActions?: (material: MaterialDto) => ReactNode
}

/** All materials of a key, the newest first. */
export function MaterialTable({ title, aside, actions, materials, rowActions }: MaterialTableProps) {
  return (
    <Card title={title} aside={aside ?? <span className="tabular-nums">{materials.length}</span>} actions={actions}>
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
              {rowActions && (
                <th>
                  <span className="sr-only">Actions</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {materials.toReversed().map((material) => (
              <tr key={material.materialId} id={`material-${material.number}`}>
                <td className="at-box">{material.number}</td>
                <td className="at-a">
                  <span className="mono" title={material.materialId}>
                    {shortMaterial(material.materialId)}
                  </span>{' '}
                  <CopyButton text={material.materialId} label={`Copy id of material ${material.number}`} />
                  {material.description && <span className="ml-1 text-ink-3 text-sm">{material.description}</span>}
                </td>
                <td className="at-b">
                  <State material={material} />
                </td>
                {rowActions && (
                  <td className="at-c">
                    {material.missing ? <Tag tone="loss">Missing</Tag> : <Tag tone="import">Imported</Tag>}
                  </td>
                )}
                {rowActions && (
                  <td className="text-ink-2">
                    <Expiry material={material} />
                  </td>
                )}
                <td className={rowActions ? '' : 'at-c'}>
                  {material.since === undefined ? <span className="text-ink-3">–</span> : longDay(material.since)}
                </td>
                <td className={rowActions ? 'text-ink-2' : 'at-d text-ink-2'}>{HOW[material.how]}</td>
                {rowActions && <td className="at-d end">{rowActions(material)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
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

function Expiry({ material: { expiresAt, missing } }: { readonly material: MaterialDto }) {
  if (missing) return <span className="text-ink-3">–</span>
  return expiresAt === undefined ? <span className="text-ink-3">never</span> : <Ago time={expiresAt} />
}
