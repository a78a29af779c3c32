'use client'

import type { ConstraintsDto, GrantDto } from '#console/dto/grants.ts'
import { principalParts } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Ago } from '../../ui/time.tsx'
import type { Ending } from './end-grant-dialog.tsx'

interface GrantTableProps {
  readonly grants: readonly GrantDto[]
  readonly end: (ending: Ending) => void
}

export function GrantTable({ grants, end }: GrantTableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="tbl tall stacked">
        <thead>
          <tr>
            <th>Grantee</th>
            <th>Operations</th>
            <th>Constraints</th>
            <th>Retiring principal</th>
            <th>Created</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <Row key={grant.grantId} grant={grant} end={end} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What people call a grant: its name, else the beginning of its id. */
export function grantName({ name, grantId }: GrantDto): string {
  return name || `${grantId.slice(0, 8)}…`
}

interface RowProps extends Pick<GrantTableProps, 'end'> {
  readonly grant: GrantDto
}

function Row({ grant, end }: RowProps) {
  const name = grantName(grant)
  return (
    <tr>
      <td>
        <Principal arn={grant.grantee} />
        <span className="block text-ink-3 text-sm">
          {grant.name ? grant.name : <span className="mono">{name}</span>}{' '}
          <CopyButton text={grant.grantId} label={`Copy id of grant ${name}`} className="reveal" />
        </span>
      </td>
      <td>
        <ul className="flex max-w-80 min-w-44 flex-wrap gap-1">
          {grant.operations.map((operation) => (
            <li key={operation} className="flex">
              <Tag>{operation}</Tag>
            </li>
          ))}
        </ul>
      </td>
      <td data-column="Constraints">
        <Constraints constraints={grant.constraints} />
      </td>
      <td data-column="Retiring principal">
        {grant.retiree ? <Principal arn={grant.retiree} /> : <span className="text-ink-3">none</span>}
      </td>
      <td data-column="Created" className="text-ink-2">
        <Ago time={grant.createdAt} />
      </td>
      <td className="end">
        <Button
          size="small"
          variant="ghost"
          className="-my-1"
          aria-label={`Retire grant ${name}`}
          onClick={() => end({ grant, how: 'retire' })}
        >
          Retire
        </Button>
        <Button
          size="small"
          variant="danger-ghost"
          className="-my-1"
          aria-label={`Revoke grant ${name}`}
          onClick={() => end({ grant, how: 'revoke' })}
        >
          Revoke
        </Button>
      </td>
    </tr>
  )
}

function Principal({ arn }: { readonly arn: string }) {
  const [kind, name] = principalParts(arn)
  return (
    <span title={arn}>
      <span className="text-ink-3">{kind}</span>
      <span className="font-strong">{name}</span>
    </span>
  )
}

function Constraints({ constraints: { equals, subset, sourceArn } }: { readonly constraints: ConstraintsDto }) {
  const pairs = equals ?? subset ?? []
  if (pairs.length === 0 && sourceArn === undefined) return <span className="text-ink-3">none</span>
  return (
    <>
      {pairs.length > 0 && (
        <span className="block text-ink-3 text-sm">{equals ? 'context is exactly' : 'context has at least'}</span>
      )}
      {pairs.map(({ name, value }) => (
        <span key={name} className="mono block max-w-60 truncate" title={`${name} = ${value}`}>
          {name}
          <span className="text-ink-3"> = </span>
          {value}
        </span>
      ))}
      {sourceArn !== undefined && (
        <span className="mono block max-w-60 truncate" title={sourceArn}>
          <span className="text-ink-3">source </span>
          {sourceArn}
        </span>
      )}
    </>
  )
}
