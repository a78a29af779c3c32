'use client'

import { count } from '../format.ts'
import { useFrame } from '../hooks/frame.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useAction } from '../hooks/use-action.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { ErrorPanel } from '../ui/states.tsx'
import { useLoadDemo } from './demo-action.tsx'

/** Offers the sample to the administrator of an empty installation, and shows how far its loading is. */
export function LoadDemo() {
  const { administers, sandbox } = useFrame()
  return administers && !sandbox && <Offer />
}

function Offer() {
  const { run, busy, error } = useAction(useLoadDemo(), {
    quiet: true,
    done: ({ events }) => ({
      title: 'The sample is loaded',
      detail: `${count(events)} events of the last year and a half`,
    }),
  })
  return (
    <div className="grid justify-items-center gap-2 border-line-faint border-t px-6 py-6 text-center">
      {busy ? (
        <Loading />
      ) : (
        <Button icon="box" onClick={() => run()}>
          Load a sample
        </Button>
      )}
      <p className="max-w-[440px] text-ink-3 text-sm">
        Keys of every kind, people, grants, and a year and a half of their calls with real decisions, in three accounts.
        For a fresh installation only.
      </p>
      {error && (
        <div className="mt-2 max-w-[520px] text-left">
          <ErrorPanel error={error} />
        </div>
      )}
    </div>
  )
}

function Loading() {
  const { data } = useConsoleQuery('demo', {}, { until: ({ done, all }) => all > 0 && done === all })
  return (
    <div className="w-72 text-left">
      <Progress label="Loading the sample" done={data?.done ?? 0} total={data && data.all > 0 ? data.all : undefined} />
    </div>
  )
}
