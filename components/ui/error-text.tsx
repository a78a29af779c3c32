import { lazy, Suspense } from 'react'
import type { ErrorDto } from '#console/dto/result.ts'
import { RequestLine } from './request-line.tsx'

const Plain = ({ error }: { readonly error: ErrorDto }) => <p className="text-ink-2 wrap-anywhere">{error.message}</p>

// Where the server is gone, so are the words around what it said; the form that asked must stay.
const ErrorMeaning = lazy(() =>
  import('./error-meaning.tsx').then(
    ({ ErrorMeaning }) => ({ default: ErrorMeaning }),
    () => ({ default: Plain }),
  ),
)

/** An error of the service below its code: in plain words, in AWS's, what to do, and how to find it again. */
export function ErrorText({ error }: { readonly error: ErrorDto }) {
  return (
    <>
      <Suspense fallback={<Plain error={error} />}>
        <ErrorMeaning error={error} />
      </Suspense>
      <RequestLine error={error} />
    </>
  )
}
