'use client'

import type { CostDto, CostSumDto } from '#console/dto/cost.ts'
import { count, plural } from '../format.ts'
import { Card } from '../ui/card.tsx'
import { At } from '../ui/time.tsx'
import { money } from './money.ts'
import { monthText } from './months.ts'
import { PartsBar } from './parts-bar.tsx'
import { classText } from './request-classes.ts'
import { Ruled } from './ruled.tsx'

/** What the account costs in the month, where it goes, and what it will come to. */
export function AccountCard({ account }: { readonly account: CostDto }) {
  const { month, until, keys, sum, forecast } = account
  return (
    <Card title="Cost" aside={`${monthText(month)}, as AWS would bill it`}>
      <div className="grid gap-4 px-4 py-4">
        <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
          <p>
            <b className="font-strong text-[32px]/10 tracking-[-0.018em] tabular-nums">{money(sum.total)}</b>
            <span className="block text-ink-3">
              {plural(keys, 'key')},{' '}
              {forecast ? (
                <>
                  until <At time={until} />
                </>
              ) : (
                'the whole month'
              )}
            </span>
          </p>
          {forecast && <Forecast forecast={forecast} account={account} />}
        </div>
        <PartsBar sum={sum} />
      </div>
      <Lines account={account} />
    </Card>
  )
}

function Forecast({ forecast, account }: { readonly forecast: CostSumDto; readonly account: CostDto }) {
  return (
    <p className="sm:text-right">
      <Ruled
        amount={forecast.total}
        name="Forecast"
        rules={['forecast']}
        known={account.rules}
        className="font-strong text-card tabular-nums"
      />
      <span className="block text-ink-3">forecast for the whole month</span>
    </p>
  )
}

/** Each part with its count and its rule. */
function Lines({ account: { sum, keys, rules, freeTier } }: { readonly account: CostDto }) {
  return (
    <dl className="border-line border-t">
      <Line name={plural(keys, 'key')} amount={sum.storage} rules={['key-month', 'multi-region']} known={rules} />
      <Line name="Rotations" amount={sum.rotations} rules={['rotation', 'rotation-cap']} known={rules} />
      {sum.requests.map((each) => (
        <Line
          key={each.class}
          name={`${plural(each.count, 'request')}: ${classText(each.class)}`}
          amount={each.amount}
          rules={[each.rule]}
          known={rules}
        />
      ))}
      <Line
        name={`Free tier: ${count(sum.freeRequests)} of ${count(freeTier)} requests`}
        amount={-sum.credit}
        rules={['free-tier']}
        known={rules}
      />
    </dl>
  )
}

interface LineProps {
  readonly name: string
  readonly amount: number
  readonly rules: readonly string[]
  readonly known: CostDto['rules']
}

function Line({ name, amount, rules, known }: LineProps) {
  return (
    <div className="flex min-h-(--row) items-center justify-between gap-3 px-4 py-1 not-first:border-line-faint not-first:border-t">
      <dt className="min-w-0 text-ink-2">{name}</dt>
      <dd className="flex-none tabular-nums">
        <Ruled name={name} amount={amount} rules={rules} known={known} />
      </dd>
    </div>
  )
}
