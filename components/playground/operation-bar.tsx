'use client'

import type { KeyChoiceDto } from '#console/dto/keys.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link, textLink } from '../ui/link.tsx'
import { Popover } from '../ui/popover.tsx'
import { Segments } from '../ui/segments.tsx'
import { formOf, kindReason, OPERATIONS, type Op, type OperationForm } from './operations.ts'

interface OperationBarProps {
  readonly op: Op
  readonly kind: Pick<KeyChoiceDto, 'spec' | 'usage'> | undefined
  readonly keys: readonly KeyChoiceDto[]
  readonly onChange: (op: Op) => void
}

/** What the chosen key does side by side; what it does not do beside it, each with the reason. */
export function OperationBar({ op, kind, keys, onChange }: OperationBarProps) {
  const shown = formOf(op).variantOf ?? op
  const families = OPERATIONS.filter(({ variantOf }) => variantOf === undefined)
  const reasonOf = (each: Op) => kind && kindReason(each, kind)
  const possible = families.filter((each) => reasonOf(each.op) === undefined || each.op === shown)
  const others = families.filter((each) => !possible.includes(each))
  return (
    <div className="bleed gutter flex items-center gap-2 overflow-x-auto max-sm:pb-1 [scrollbar-width:none]">
      <Segments
        label="Operation"
        value={shown}
        options={possible.map(({ op: value, label }) => ({ value, label }))}
        onChange={onChange}
      />
      {others.length > 0 && (
        <Popover
          label="What this key does not do"
          align="end"
          className="w-80 max-w-[calc(100vw-16px)]"
          trigger={
            <Button size="small" variant="ghost">
              Others
              <Icon name="chevronDown" />
            </Button>
          }
        >
          <ul className="grid">
            {others.map((each) => (
              <Other
                key={each.op}
                form={each}
                reason={reasonOf(each.op)}
                hasKey={keys.some((key) => !kindReason(each.op, key))}
              />
            ))}
          </ul>
        </Popover>
      )}
    </div>
  )
}

interface OtherProps {
  readonly form: OperationForm
  readonly reason: string | undefined
  /** Whether another key of the Region does it. */
  readonly hasKey: boolean
}

function Other({ form: { op, label }, reason, hasKey }: OtherProps) {
  const { playground } = usePaths()
  return (
    <li className="px-2 py-1.5">
      {label}
      <p className="text-ink-3 text-sm">
        {reason}.{' '}
        {hasKey && (
          <Link href={`${playground}?op=${op}`} className={textLink}>
            Use another key<span className="sr-only"> for {label}</span>
          </Link>
        )}
      </p>
    </li>
  )
}
