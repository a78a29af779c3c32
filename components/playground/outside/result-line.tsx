import type { ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'

export type Result =
  | { readonly kind: 'good'; readonly words: string }
  | { readonly kind: 'bad'; readonly words: string }

/** What a check in the browser came to. */
export function ResultLine({ result }: { readonly result: Result | undefined }) {
  if (!result) return null
  const good = result.kind === 'good'
  return (
    <p role="status" className="flex gap-2">
      <Icon
        name={good ? 'checkRing' : 'warning'}
        className={`mt-0.5 size-4 flex-none ${good ? 'text-enabled' : 'text-deletion'}`}
      />
      <span className="min-w-0 wrap-anywhere">{result.words}</span>
    </p>
  )
}

/** What the browser threw, in words. */
export function browserProblem(thrown: unknown): Result {
  if (!globalThis.crypto?.subtle) {
    return {
      kind: 'bad',
      words: 'The browser has WebCrypto on secure origins only: open the console by https or on this machine.',
    }
  }
  const name = thrown instanceof Error ? thrown.name : 'Error'
  if (name === 'NotSupportedError') return { kind: 'bad', words: 'This browser does not know the algorithm.' }
  return { kind: 'bad', words: `The browser refused the bytes (${name}).` }
}

/** A body of a card with its parts below each other. */
export function Body({ children }: { readonly children: ReactNode }) {
  return <div className="grid gap-2.5 px-4 py-3">{children}</div>
}
