'use client'

import { Message } from '#components/shell/message.tsx'
import { Button } from '#components/ui/button.tsx'

interface Props {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}

/** A fault of the program itself; the digest finds it in the server's log. */
export default function Failed({ error, reset }: Props) {
  return (
    <Message icon="warning" title="Something went wrong here" action={<Button onClick={reset}>Try again</Button>}>
      The fault is in the console, not in what you did.
      {error.digest && <span className="mono">digest {error.digest}</span>}
    </Message>
  )
}
