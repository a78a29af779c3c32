'use client'

import type { ConstraintsDto, GrantDto } from '#console/dto/grants.ts'
import { aliasText, keyIdOf, shortId } from '../format.ts'
import { usePaths, useScope } from '../hooks/frame.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { SortHead } from '../ui/sort-head.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'
import { grantRowId } from './list-params.ts'
import { Principal } from './principal.tsx'

/** A grant in a list; without aliases on the page of its key. */
export type ListedGrant = GrantDto & { readonly aliases?: readonly string[] }

interface GrantTableProps {
  readonly grants: readonly ListedGrant[]
  readonly selection?: Selection
  /** On the page of one key it goes without saying, and the service gives the order. */
  readonly ofKey?: boolean
}

export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly set: (ids: ReadonlySet<string>) => void
}

/** Grants, each row a link that opens it. */
export function GrantTable({ grants, selection, ofKey = false }: GrantTableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="tbl tall two-line">
        <thead>
          <tr>
            {selection && <SelectAll grants={grants} selection={selection} />}
            {ofKey ? (
              <Heads />
            ) : (
              <>
                <SortHead column="grantee">Grantee</SortHead>
                <SortHead column="key">Key</SortHead>
                <th>Operations</th>
                <th>Constraints</th>
                <th>Retiring principal</th>
                <SortHead column="created" descendingFirst fallback="-created" className="end">
                  Created
                </SortHead>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <Row key={grant.grantId} grant={grant} selection={selection} ofKey={ofKey} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Heads() {
  return (
    <>
      <th>Grantee</th>
      <th>Operations</th>
      <th>Constraints</th>
      <th>Retiring principal</th>
      <th className="end">Created</th>
    </>
  )
}

function SelectAll({ grants, selection }: { readonly grants: readonly GrantDto[]; readonly selection: Selection }) {
  const { ids, set } = selection
  const all = grants.length > 0 && grants.every(({ grantId }) => ids.has(grantId))
  return (
    <th className="at-box w-10">
      <Checkbox
        label="Select all grants of this page"
        checked={all ? true : ids.size > 0 ? 'indeterminate' : false}
        onChange={(on) => set(new Set(on ? grants.map(({ grantId }) => grantId) : []))}
      />
    </th>
  )
}

/** What people call a grant: its name, else the beginning of its id. */
export function grantName({ name, grantId }: GrantDto): string {
  return name || `${grantId.slice(0, 8)}…`
}

interface RowProps {
  readonly grant: ListedGrant
  readonly selection: Selection | undefined
  readonly ofKey: boolean
}

function Row({ grant, selection, ofKey }: RowProps) {
  const { params, hrefWith } = useUrlState()
  const { account } = useScope()
  const { grantId, grantee, operations, constraints, retiree, createdAt } = grant
  const name = grantName(grant)
  return (
    <tr data-selected={params.get('grant') === grantId || selection?.ids.has(grantId)}>
      {selection && (
        <td className="at-box">
          <Checkbox
            label={`Select grant ${name}`}
            checked={selection.ids.has(grantId)}
            onChange={(on) => selection.set(toggled(selection.ids, grantId, on))}
          />
        </td>
      )}
      <td className="at-a">
        <Principal arn={grantee} home={account} />
        <span className="block text-ink-3 text-sm">
          <Link
            id={grantRowId(grantId)}
            href={hrefWith({ grant: grantId })}
            scroll={false}
            aria-label={`Grant ${name}`}
            className="row-link"
          >
            <bdi className={grant.name ? '' : 'mono'}>{name}</bdi>
          </Link>
        </span>
      </td>
      {!ofKey && (
        <td className="at-d">
          <KeyLink grant={grant} />
        </td>
      )}
      <td className="at-c">
        <Operations names={operations} />
      </td>
      <td>
        <Constraints constraints={constraints} />
      </td>
      <td>{retiree ? <Principal arn={retiree} home={account} /> : <span className="text-ink-3">none</span>}</td>
      <td className="at-b end text-ink-2">
        <Ago time={createdAt} />
      </td>
    </tr>
  )
}

export function toggled(ids: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(ids)
  if (on) next.add(id)
  else next.delete(id)
  return next
}

/** The key by its name; one of another account has no page here. */
export function KeyLink({ grant: { keyArn, aliases = [] } }: { readonly grant: ListedGrant }) {
  const { key } = usePaths()
  const scope = useScope()
  const [alias] = aliases
  const keyId = keyIdOf(keyArn)
  const name = alias === undefined ? <span className="mono">{shortId(keyId)}</span> : <bdi>{aliasText(alias)}</bdi>
  const owner = keyArn.split(':')[4] ?? ''
  if (owner !== scope.account) {
    return (
      <span title={keyArn}>
        {name}
        <span className="block text-ink-3 text-sm">of {owner}</span>
      </span>
    )
  }
  return (
    <Link href={`${key(keyId)}/grants`} title={keyArn} className={textLink}>
      {name}
    </Link>
  )
}

export function Operations({ names }: { readonly names: readonly string[] }) {
  return (
    <ul className="mt-0.5 flex max-w-80 min-w-40 flex-wrap gap-1">
      {names.map((name) => (
        <li key={name} className="flex">
          <Tag>{name}</Tag>
        </li>
      ))}
    </ul>
  )
}

export function Constraints({ constraints }: { readonly constraints: ConstraintsDto }) {
  const { equals, subset, sourceArn } = constraints
  const pairs = equals ?? subset ?? []
  if (pairs.length === 0 && sourceArn === undefined) return <span className="text-ink-3">none</span>
  return (
    <>
      {pairs.length > 0 && (
        <span className="block text-ink-3 text-sm">{equals ? 'context is exactly' : 'context has at least'}</span>
      )}
      {pairs.map(({ name, value }) => (
        <span key={name} className="mono block max-w-60 truncate" title={`${name} = ${value}`}>
          <bdi>{name}</bdi>
          <span className="text-ink-3"> = </span>
          <bdi>{value}</bdi>
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
