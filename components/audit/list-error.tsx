import type { ErrorDto } from '#console/dto/result.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorPanel } from '../ui/states.tsx'

const NEEDED = JSON.stringify({ Effect: 'Allow', Action: 'cloudtrail:LookupEvents', Resource: '*' })

/** Why the log is not shown; where a permission is missing, which statement would give it. */
export function ListError({ error }: { readonly error: ErrorDto }) {
  const isDenied = error.code.startsWith('AccessDenied')
  return (
    <div className="grid gap-3">
      <ErrorPanel error={error} />
      {isDenied && (
        <div className="grid gap-2 rounded-l border border-line px-4 py-3">
          <p className="text-ink-2">
            The log tells what everybody in this account did, so reading it is a permission of its own. Whoever
            administers the account can add this statement to a policy of yours:
          </p>
          <p className="flex items-center gap-2 rounded-m bg-sunken px-3 py-2">
            <code className="mono min-w-0 flex-1 wrap-anywhere">{NEEDED}</code>
            <CopyButton text={NEEDED} label="Copy statement" />
          </p>
        </div>
      )}
    </div>
  )
}
