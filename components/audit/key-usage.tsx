'use client'

import type { ReactNode } from 'react'
import type { UsageDto } from '#console/dto/events.ts'
import { count } from '../format.ts'
import { useTimes } from '../hooks/display.tsx'
import { useConsoleQuery } from '../hooks/queries.tsx'
import { useUrlState } from '../hooks/use-url-state.ts'
import { paramsOf } from '../keys/list-params.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { Principal } from '../ui/principal.tsx'
import { Ago } from '../ui/time.tsx'
import { FROM_THE_START, usageParams, valuesOf } from './list-params.ts'

/** How many of each are shown: the most frequent, of which one wants to know. */
const MOST = 6

/** Who called for a key, and for what: each leads to its events below. */
export function KeyUsage({ keyArn }: { readonly keyArn: string }) {
  const { params } = useUrlState()
  const search = paramsOf(params)
  const { data, error } = useConsoleQuery('key-usage', { ...usageParams(search), key: keyArn }, { keep: true })
  // The list below says the same.
  if (error) return null
  if (data?.events.length === 0) return null
  return (
    <div className="mb-5 grid min-h-40 grid-cols-2 items-start gap-4 max-md:grid-cols-1">
      <Usage
        title="Who"
        param="principal"
        usages={data?.principals ?? []}
        draw={(usage) => <Principal arn={usage.value} />}
      />
      <Usage title="What" param="event" usages={data?.events ?? []} draw={(usage) => usage.value} />
    </div>
  )
}

interface UsageProps {
  readonly title: string
  readonly param: 'principal' | 'event'
  readonly usages: readonly UsageDto[]
  readonly draw: (usage: UsageDto) => ReactNode
}

function Usage({ title, param, usages, draw }: UsageProps) {
  const { instant } = useTimes()
  const { params, hrefWith } = useUrlState()
  const chosen = valuesOf(params.getAll(param))
  const most = Math.max(1, ...usages.map((usage) => usage.count))
  return (
    <Card title={title} aside={usages.length > MOST ? `${MOST} of ${count(usages.length)}` : undefined}>
      <ul aria-label={title} className="py-1">
        {usages.slice(0, MOST).map((usage) => {
          const isOn = chosen.includes(usage.value)
          return (
            <li key={usage.value} className="relative">
              <span
                aria-hidden="true"
                style={{ width: `${(usage.count / most) * 100}%` }}
                className="absolute inset-y-0.5 left-0 rounded-r-s bg-hover"
              />
              <Link
                href={hrefWith({ [param]: isOn ? undefined : usage.value, ...FROM_THE_START })}
                scroll={false}
                aria-current={isOn || undefined}
                title={`First ${instant(usage.first)}, last ${instant(usage.last)}`}
                className="relative flex h-8 items-center gap-3 px-4 focus-visible:-outline-offset-2 hover:text-accent aria-[current]:font-strong aria-[current]:text-accent"
              >
                <span className="min-w-0 flex-1 truncate">{draw(usage)}</span>
                <span className="text-ink-3 text-md">
                  <Ago time={usage.last} />
                </span>
                <span className="w-14 text-right tabular-nums">{count(usage.count)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
