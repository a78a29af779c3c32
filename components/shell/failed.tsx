'use client'

import { Button } from '../ui/button.tsx'
import { Message } from './message.tsx'

export interface FailedProps {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}

/** A fault of the program itself; the digest finds it in the server's log. */
export function Failed({ error, reset, framed }: FailedProps & { readonly framed?: boolean }) {
  return (
    <Message
      icon="warning"
      title="Something went wrong here"
      framed={framed ?? false}
      action={<Button onClick={reset}>Try again</Button>}
    >
      <p>The fault is in the console, not in what you did. Nothing was lost: what was done before stands in the log.</p>
      {error.digest && (
        <p>
          The server’s log tells more under <span className="mono text-ink">{error.digest}</span>.
        </p>
      )}
    </Message>
  )
}
