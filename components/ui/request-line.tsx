import type { ErrorDto } from '#console/dto/result.ts'
import { isDenial } from '../denials.ts'
import { usePaths } from '../hooks/frame.tsx'
import { CopyButton } from './copy-button.tsx'
import { Link, textLink } from './link.tsx'

/** The request that an error answered, to be found again in the log; for a refused one, why it was refused. */
export function RequestLine({ error: { code, requestId } }: { readonly error: ErrorDto }) {
  const { why } = usePaths()
  if (requestId === undefined) return null
  return (
    <p className="mt-1 flex items-center gap-1 text-ink-3">
      <span className="mono truncate">request {requestId}</span>
      <CopyButton text={requestId} label="Copy request id" />
      {isDenial(code) && (
        // In a tab of its own: beside the error there is often something half written.
        <Link href={why(requestId)} target="_blank" className={`ml-1 ${textLink}`}>
          Why?<span className="sr-only"> Opens a new tab</span>
        </Link>
      )}
    </p>
  )
}
