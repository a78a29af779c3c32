'use client'

import type { ReactNode } from 'react'
import { useBlobKey } from '../blob/blob-key.tsx'
import { layoutOf } from '../blob/layout.ts'
import { toBase64 } from '../bytes.ts'
import { principalParts } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Ago } from '../ui/time.tsx'
import { type Context, compareContexts, type Difference, distance } from './context.ts'
import { bytesIn, type Failure, type Remembered } from './use-playground.ts'

interface ContextHelpProps {
  readonly failure: Failure
  readonly remembered: readonly Remembered[]
  /** Puts a context into the form. */
  readonly take: (context: Context) => void
}

/** Why a ciphertext may not have opened, and how the context differs from those that are known to have been used. */
export function ContextHelp({ failure, remembered, take }: ContextHelpProps) {
  const { input } = failure.call
  const blob = bytesIn(input, 'CiphertextBlob')
  const layout = blob && layoutOf(blob)
  const got = contextOf(input.SourceEncryptionContext ?? input.EncryptionContext)
  const own = blob && remembered.find((each) => each.blob === toBase64(blob))
  const { data: key } = useBlobKey(layout)
  const arn = key?.found?.key.arn
  const { data: used, error } = useConsoleQuery('contexts', { key: arn }, { enabled: arn !== undefined && !own })
  const nearest = used?.toSorted((a, b) => distance(a.context, got) - distance(b.context, got))[0]
  const ours = layout?.kind === 'keystead'
  return (
    <Card title="Was the context right?">
      <ul className="grid gap-2.5 px-4 py-3 text-ink-2">
        <Cause sure={!ours} title="The bytes are no whole blob of this service">
          {ours
            ? 'Their form is right, so nothing was cut off. A single changed bit would still do.'
            : `${layout?.title ?? 'There are none'}. ${layout && 'words' in layout ? layout.words : ''}`}
        </Cause>
        <Cause title="The context is another than at encryption">
          Every key and value has to be the same, letter by letter; only their order does not matter.
        </Cause>
        <Cause title="It was sealed by another key, or by material that is not here">
          A key of the same id elsewhere has other material, and deleted or expired material opens nothing.
        </Cause>
      </ul>
      {own ? (
        <Comparison wants={own.context} got={got} use={() => take(own.context)}>
          This page sealed or opened these very bytes under this context:
        </Comparison>
      ) : nearest ? (
        <Comparison wants={nearest.context} got={got} use={() => take(nearest.context)}>
          The nearest context in the log that this key was used with: by <Call {...nearest} />
        </Comparison>
      ) : (
        <p className="border-line border-t bg-sunken px-4 py-2.5 text-ink-3 text-sm">
          {error
            ? `The log, which records contexts, is not open to you (${error.error.code}).`
            : arn && used
              ? 'No call with this key has succeeded yet, so there is no context to compare with.'
              : 'The log records contexts, but not what was sealed under them: without the key there is nothing to compare with.'}
        </p>
      )}
    </Card>
  )
}

function contextOf(value: unknown): Context {
  return Object.assign(Object.create(null), Object(value))
}

function Cause({
  title,
  sure = false,
  children,
}: {
  readonly title: string
  readonly sure?: boolean
  readonly children: string
}) {
  return (
    <li className="flex gap-2.5">
      <Icon
        name={sure ? 'warning' : 'help'}
        className={`mt-0.5 size-4 flex-none ${sure ? 'text-unavail' : 'text-ink-3'}`}
      />
      <p className="min-w-0">
        <span className="font-strong text-ink">{title}</span>
        {sure ? ': so it is. ' : '? '}
        {children}
      </p>
    </li>
  )
}

interface CallProps {
  readonly eventName: string
  readonly principalArn: string
  readonly time: number
  readonly requestId: string
}

function Call({ eventName, principalArn, time, requestId }: CallProps) {
  return (
    <>
      <Link href={`${usePaths().audit}?request=${encodeURIComponent(requestId)}`} className={textLink}>
        {eventName}
      </Link>{' '}
      as <bdi>{principalParts(principalArn).join('')}</bdi>, <Ago time={time} />
    </>
  )
}

interface ComparisonProps {
  readonly wants: Context
  readonly got: Context
  readonly use: () => void
  readonly children: ReactNode
}

function Comparison({ wants, got, use, children }: ComparisonProps) {
  const differences = compareContexts(wants, got)
  const same = differences.every(({ kind }) => kind === 'same')
  return (
    <div className="grid gap-2 border-line border-t bg-sunken px-4 py-3">
      <p className="text-ink-2">{children}</p>
      {differences.length === 0 ? (
        <p>No context at all, and you gave none.</p>
      ) : (
        <ul aria-label="Context, wanted and given" className="grid gap-1">
          {differences.map((each) => (
            <Line key={each.key} difference={each} />
          ))}
        </ul>
      )}
      {same ? (
        <p className="text-ink-2">
          Yours is the same. So it is one of the other causes, or the blob was sealed under a context that is not in the
          log.
        </p>
      ) : (
        <Button size="small" className="justify-self-start" onClick={use}>
          Use this context
        </Button>
      )}
    </div>
  )
}

const GOT = 'rounded-s bg-loss-soft px-1 text-loss wrap-anywhere'
const WANTS = 'rounded-s bg-gain-soft px-1 text-gain wrap-anywhere'

function Line({ difference }: { readonly difference: Difference }) {
  const { key, kind } = difference
  return (
    <li className="mono flex flex-wrap items-baseline gap-x-2">
      <bdi className="wrap-anywhere">{key}</bdi>
      {kind === 'same' && <span className="text-ink-3 wrap-anywhere">= {difference.value}, the same</span>}
      {kind === 'missing' && (
        <>
          <span>
            wants <bdi className={WANTS}>{difference.wants}</bdi>
          </span>
          <span className="text-loss">you gave none</span>
        </>
      )}
      {kind === 'extra' && (
        <>
          <span>wants none</span>
          <span>
            got <bdi className={GOT}>{difference.got}</bdi>
          </span>
        </>
      )}
      {kind === 'other' && (
        <>
          <span>
            wants <bdi className={WANTS}>{difference.wants}</bdi>
          </span>
          <span>
            got <bdi className={GOT}>{difference.got}</bdi>
          </span>
          {difference.how && <span className="font-sans text-ink-3">{difference.how}</span>}
        </>
      )}
    </li>
  )
}
