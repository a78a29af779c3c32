import type { ErrorDto } from '#console/dto/result.ts'
import { causeOf, nextStep } from '../error-words.ts'

/** What an error means, in plain words around AWS's. */
export function ErrorMeaning({ error: { code, message } }: { readonly error: ErrorDto }) {
  const cause = causeOf(code)
  const step = nextStep(code)
  return (
    <>
      {cause && <p className="text-ink">{cause}</p>}
      {message && message !== cause && <p className="text-ink-2 wrap-anywhere">{message}</p>}
      {step && <p className="text-ink-2">{step}</p>}
    </>
  )
}
