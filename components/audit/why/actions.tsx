import type { Trace } from '#policy/explain/trace.ts'
import { parsePolicyId } from '#policy/policy-id.ts'
import { keyIdOf } from '../../format.ts'
import { type Paths, usePaths, useScope } from '../../hooks/frame.tsx'
import { buttonClass } from '../../ui/button-class.ts'
import { Icon } from '../../ui/icon.tsx'
import { Link } from '../../ui/link.tsx'
import { statementToEdit } from './answer.ts'

/** From the outcome to where it can be changed, and to where a change can be tried. */
export function Actions({ trace, requestId }: { readonly trace: Trace; readonly requestId: string }) {
  const paths = usePaths()
  const { account } = useScope()
  const edit = editPath(trace, paths, account)
  return (
    <p className="mt-1 flex flex-wrap gap-2">
      {edit && (
        <Link href={edit} className={buttonClass('plain', 'small')}>
          <Icon name="pencil" className="size-4" />
          Edit statement
        </Link>
      )}
      <Link href={`${paths.lab}?request=${encodeURIComponent(requestId)}`} className={buttonClass('plain', 'small')}>
        <Icon name="flask" className="size-4" />
        Try in Policy lab
      </Link>
    </p>
  )
}

/** The key's policy page with the statement; undefined where it stands in another policy, or another account's. */
function editPath(trace: Trace, paths: Paths, account: string): string | undefined {
  const statement = statementToEdit(trace)
  const id = statement && parsePolicyId(statement.policy)
  if (!statement || id?.kind !== 'key') return undefined
  const [, , , region = '', owner] = id.keyArn.split(':')
  if (owner !== account) return undefined
  const named = statement.sid ?? String(statement.statement + 1)
  return `${paths.key(keyIdOf(id.keyArn), region)}?statement=${encodeURIComponent(named)}`
}
