'use client'

import type { ReactNode } from 'react'
import type { CostRuleDto } from '#console/dto/cost.ts'
import { Popover } from '../ui/popover.tsx'
import { exactMoney, money } from './money.ts'

interface RuledProps {
  readonly amount: number
  /** What it is: `Storage of payments-prod`. */
  readonly name: string
  /** Ids of the rules that made it. */
  readonly rules: readonly string[]
  readonly known: readonly CostRuleDto[]
  /** How it was counted: `360 of 720 hours`. */
  readonly detail?: ReactNode
  readonly className?: string
  /** What stands in place of the amount. */
  readonly children?: ReactNode
}

/** An amount with the rules that made it behind it. */
export function Ruled({ amount, name, rules, known, detail, className = '', children }: RuledProps) {
  const told = rules.flatMap((id) => known.find((rule) => rule.id === id) ?? [])
  if (told.length === 0) return <span className={className}>{children ?? money(amount)}</span>
  return (
    <Popover
      label={`${name}: how it is counted`}
      align="end"
      className="w-80 max-w-[calc(100vw-16px)] p-4"
      trigger={
        <button
          type="button"
          aria-label={`${name}: ${money(amount)}. How it is counted`}
          title={told.map(({ title }) => title).join(', ')}
          className={`underline decoration-mark decoration-dotted decoration-1 underline-offset-3 hover:decoration-accent data-[state=open]:decoration-accent ${className}`}
        >
          {children ?? money(amount)}
        </button>
      }
    >
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-title text-card">{exactMoney(amount)}</span>
        {detail !== undefined && <span className="text-right text-ink-3 text-sm">{detail}</span>}
      </p>
      <dl className="mt-2 grid gap-2">
        {told.map(({ id, title, text }) => (
          <div key={id}>
            <dt className="font-medium">{title}</dt>
            <dd className="text-ink-2 text-md">{text}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  )
}
