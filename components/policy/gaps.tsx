import { Icon } from '../ui/icon.tsx'
import { RequestLine } from '../ui/request-line.tsx'
import type { Gap } from './use-access.ts'

/** What a matrix cannot know, said beside it. */
export function Gaps({ gaps }: { readonly gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null
  return (
    <ul className="grid gap-2">
      {gaps.map(({ what, error }) => (
        <li key={what} className="flex gap-3 rounded-l border border-warn-line bg-warn-soft px-4 py-2.5">
          <Icon name="warning" className="mt-0.5 size-4 text-warn" />
          <div className="min-w-0">
            <p className="wrap-anywhere">
              You may not see {what}: <b className="font-strong">{error.code}</b>. What is shown comes from the key
              policy and what else is known.
            </p>
            <RequestLine error={error} />
          </div>
        </li>
      ))}
    </ul>
  )
}
