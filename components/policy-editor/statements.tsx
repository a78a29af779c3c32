import { principalParts } from '../format.ts'
import { Icon } from '../ui/icon.tsx'
import { Tag } from '../ui/tag.tsx'
import type { PolicyReading, StatementSummary } from './policy-document.ts'

/** The policy in words: who may or may not do what. */
export function Statements({ statements, problems }: PolicyReading) {
  if (problems.length > 0) return <Problems problems={problems} />
  if (statements.length === 0) return <p className="p-4 text-ink-3">It has no statement: nobody may do anything.</p>
  return (
    <ol>
      {statements.map((statement) => (
        <li key={statement.number} className="border-line-faint px-4 py-3 not-first:border-t">
          <Statement statement={statement} />
        </li>
      ))}
    </ol>
  )
}

function Problems({ problems }: Pick<PolicyReading, 'problems'>) {
  return (
    <ul className="grid gap-2 p-4">
      {problems.map(({ message }) => (
        <li key={message} className="flex gap-3 wrap-anywhere">
          <Icon name="warning" className="mt-0.5 size-4 text-warn" />
          {message}
        </li>
      ))}
    </ul>
  )
}

function Statement({ statement }: { readonly statement: StatementSummary }) {
  const { sid, allows, principals, actions, conditions } = statement
  return (
    <div className="flex gap-3">
      <Icon name={allows ? 'checkRing' : 'denied'} className={`mt-0.5 size-4 ${allows ? 'text-gain' : 'text-loss'}`} />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="flex flex-wrap items-center gap-x-2 font-strong">
          <span className="wrap-anywhere">{sid}</span>
          <Tag tone={allows ? 'gain' : 'loss'}>{allows ? 'Allow' : 'Deny'}</Tag>
        </p>
        <p className="text-ink-2 text-md wrap-anywhere">
          {listed(principals.map(principalText), 'no one')}
          <span className="text-ink-3">: </span>
          <span className="mono">{listed(actions, 'nothing')}</span>
        </p>
        {conditions.length > 0 && (
          <p className="text-ink-3 text-md wrap-anywhere">only if {conditions.join(', ')} matches</p>
        )}
      </div>
    </div>
  )
}

function listed(values: readonly string[], nothing: string): string {
  return values.length === 0 ? nothing : values.join(', ')
}

/** `root of 111122223333`, `role/payments-api`, everyone. */
function principalText(principal: string): string {
  if (principal === '*') return 'everyone'
  const account = /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1]
  return account ? `account ${account}` : principalParts(principal).join('')
}
