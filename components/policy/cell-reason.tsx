'use client'

import type { ReactNode } from 'react'
import type { StatementReference } from '#policy/decision.ts'
import type { ConditionClause, Statement } from '#policy/document.ts'
import type { Setting } from '#policy/lab/access-levels.ts'
import { explainInFavour, termsOf } from '#policy/lab/compare-access.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Icon } from '../ui/icon.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { type Cell, cellText } from './access-model.ts'
import { operationOf } from './columns.ts'
import { CellMark } from './mark.tsx'
import type { Person } from './people.ts'

interface CellReasonProps {
  readonly person: Person
  readonly action: string
  /** Undefined where the operation never works from the person's account. */
  readonly cell: Cell | undefined
  readonly setting: Setting
  readonly keyId: string | undefined
  readonly trace: () => void
}

/** Why somebody may or may not do something: the answer first, then what it rests on. */
export function CellReason({ person, action, cell, setting, keyId, trace }: CellReasonProps) {
  const operation = operationOf(action)
  if (!cell) {
    return (
      <>
        <h2 className="font-title">Not possible</h2>
        <p className="mt-1 text-ink-2">
          <span className="mono">{operation}</span> works only on keys of the caller’s own account, whatever a key
          policy says.
        </p>
      </>
    )
  }
  const said = explainInFavour(person.subject, action, setting)
  const { allows, denies } = termsOf(person.subject, action, setting)
  const text = cellText(cell)
  return (
    <div className="grid gap-2.5">
      <h2 className="flex items-center gap-2 font-title">
        <CellMark cell={cell} />
        {text.charAt(0).toUpperCase() + text.slice(1)}
      </h2>
      <p className="wrap-anywhere">
        <bdi className="mono">{person.name}</bdi> {cell.level === 'never' ? 'may not call' : 'may call'}{' '}
        <b className="font-strong">{operation}</b>
        {cell.level === 'conditional' && ' when'}
      </p>
      {cell.level === 'conditional' && <Conditions cell={cell} allows={allows} denies={denies} />}
      <dl className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-3 gap-y-1 border-line border-t pt-2.5">
        <dt className="text-ink-3">Because</dt>
        <dd className="wrap-anywhere">{said.reason}</dd>
        <Deciders cell={cell} keyId={keyId} />
      </dl>
      {person.subject.unknownIdentity && cell.level !== 'never' && (
        <p className="text-ink-2 text-md">
          Whether the IAM policies of {person.subject.principal.account} allow it too cannot be seen from here.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon="help" onClick={trace}>
          Why?
        </Button>
        {keyId !== undefined && <LabLink keyId={keyId} person={person} action={action} />}
      </div>
    </div>
  )
}

function LabLink({
  keyId,
  person,
  action,
}: {
  readonly keyId: string
  readonly person: Person
  readonly action: string
}) {
  const { lab } = usePaths()
  const asked = new URLSearchParams({ key: keyId, principal: person.subject.principal.arn, action })
  return (
    <Link href={`${lab}?${asked}`} className={buttonClass('plain', 'small')}>
      <Icon name="flask" />
      Try a request
    </Link>
  )
}

interface ConditionsProps {
  readonly cell: Cell
  readonly allows: readonly Statement[]
  readonly denies: readonly Statement[]
}

/** What a request must say. */
function Conditions({ cell, allows, denies }: ConditionsProps) {
  const alternatives = allows.filter(({ conditions }) => conditions.length > 0)
  return (
    <ul className="grid gap-1.5">
      {alternatives.map((statement, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: statements have no other name, and none moves
        <li key={index} className="grid gap-1">
          {index > 0 && <span className="text-ink-3">or</span>}
          {statement.conditions.map((clause) => (
            <Clause key={`${clause.operator} ${clause.key}`} clause={clause} />
          ))}
        </li>
      ))}
      {denies
        .flatMap(({ conditions }) => conditions)
        .map((clause) => (
          <li key={`${clause.operator} ${clause.key}`}>
            <Clause clause={clause} unless />
          </li>
        ))}
      {cell.via === 'grant' && <li className="text-ink-2">the request meets the constraints of the grant</li>}
      {cell.via === 'IAM policy' && alternatives.length === 0 && denies.length === 0 && (
        <li className="text-ink-2">the request meets the conditions of the IAM policy</li>
      )}
    </ul>
  )
}

function Clause({ clause, unless = false }: { readonly clause: ConditionClause; readonly unless?: boolean }) {
  return (
    <p className="wrap-anywhere">
      {unless && <span className="text-loss">not when </span>}
      <span className="mono">{clause.key.replace(/^(kms|aws):/, '')}</span>{' '}
      <span className="text-ink-3">{clause.operator}</span>{' '}
      {clause.values.map((value, index) => (
        <span key={value}>
          {index > 0 && <span className="text-ink-3"> or </span>}
          <bdi className="mono rounded-s bg-gain-soft px-1 text-gain">{value}</bdi>
        </span>
      ))}
    </p>
  )
}

/** The statements or the grant that decided. */
function Deciders({ cell: { decision }, keyId }: { readonly cell: Cell; readonly keyId: string | undefined }) {
  const rows: [string, ReactNode][] = []
  if ('by' in decision) rows.push(['Statement', <StatementLink key="by" reference={decision.by} keyId={keyId} />])
  if ('delegated' in decision && decision.delegated) {
    rows.push(['Key policy', <StatementLink key="delegated" reference={decision.delegated} keyId={keyId} />])
  }
  if ('grant' in decision) rows.push(['Grant', <GrantLink key="grant" id={decision.grant} keyId={keyId} />])
  return rows.map(([name, value]) => (
    <div key={name} className="contents">
      <dt className="text-ink-3">{name}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </div>
  ))
}

interface StatementLinkProps {
  readonly reference: StatementReference
  readonly keyId: string | undefined
}

/** A statement of the key policy leads to its place in the editor. */
function StatementLink({ reference: { kind, sid, statement, policy }, keyId }: StatementLinkProps) {
  const { key } = usePaths()
  const name = sid || `statement ${statement + 1}`
  if (kind !== 'resource-based policy') {
    return (
      <>
        <bdi>{name}</bdi> <span className="text-ink-3">of {policy.split(':').at(-1)}</span>
      </>
    )
  }
  if (keyId === undefined) return <bdi>{name}</bdi>
  const place = `${key(keyId)}?statement=${encodeURIComponent(sid || String(statement + 1))}`
  return (
    <Link href={place} className={textLink}>
      <bdi>{name}</bdi>
    </Link>
  )
}

function GrantLink({ id, keyId }: { readonly id: string; readonly keyId: string | undefined }) {
  const { key } = usePaths()
  const short = `${id.slice(0, 12)}…`
  if (keyId === undefined) return <span className="mono">{short}</span>
  return (
    <Link href={`${key(keyId)}/grants`} className={`mono ${textLink}`} title={id}>
      {short}
    </Link>
  )
}
