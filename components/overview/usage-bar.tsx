'use client'

import type { SummaryDto } from '#console/dto/overview.ts'
import { count, usageText } from '../format.ts'
import { usePaths } from '../hooks/frame.tsx'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'
import { Link } from '../ui/link.tsx'

/** The ground of each usage, from the most frequent kind of key on. */
const GROUNDS: Readonly<Record<string, string>> = {
  ENCRYPT_DECRYPT: 'bg-accent',
  SIGN_VERIFY: 'bg-accent-mid',
  GENERATE_VERIFY_MAC: 'bg-accent-line',
  KEY_AGREEMENT: 'bg-mark',
  ENCAPSULATE_DECAPSULATE: 'bg-line-strong',
}

const ENTRY = 'inline-flex items-center gap-1.5 text-ink-2 hover:text-ink'
const VALUE = 'font-strong text-ink tabular-nums'

/** What the keys are for, as a bar with its legend, and how many are of a special kind. */
export function UsageBar({ summary }: { readonly summary: SummaryDto }) {
  const { keys, multiRegion } = usePaths()
  const origins = new Map(summary.origins.map((facet) => [facet.value, facet.count]))
  const stored = (origins.get('EXTERNAL_KEY_STORE') ?? 0) + (origins.get('AWS_CLOUDHSM') ?? 0)
  return (
    <div className="mt-3">
      <div aria-hidden="true" className="flex h-1.5 gap-0.5">
        {summary.usages.map(({ value, count: size }) => (
          <span key={value} className={GROUNDS[value] ?? 'bg-mark'} style={{ flexGrow: size, flexBasis: 6 }} />
        ))}
      </div>
      <ul aria-label="Keys by usage" className="mt-2.5 flex flex-wrap gap-x-5 gap-y-1.5">
        {summary.usages.map(({ value, count: size }) => (
          <li key={value}>
            <Link href={`${keys}?usage=${value}`} className={ENTRY}>
              <i className={`size-2 rounded-[2px] ${GROUNDS[value] ?? 'bg-mark'}`} />
              {usageText(value)} <b className={VALUE}>{count(size)}</b>
            </Link>
          </li>
        ))}
        <Kind className="md:ml-auto" icon="globe" href={multiRegion} label="Multi-Region" value={summary.multiRegion} />
        <Kind
          icon="plug"
          href={`${keys}?origin=EXTERNAL_KEY_STORE&origin=AWS_CLOUDHSM`}
          label="In key stores"
          value={stored}
        />
        <Kind icon="import" href={`${keys}?origin=EXTERNAL`} label="Imported" value={origins.get('EXTERNAL') ?? 0} />
      </ul>
    </div>
  )
}

interface KindProps {
  readonly className?: string
  readonly icon: IconName
  readonly href: string
  readonly label: string
  readonly value: number
}

function Kind({ className = '', icon, href, label, value }: KindProps) {
  return (
    <li className={className}>
      <Link href={href} className={ENTRY}>
        <Icon name={icon} className="size-[15px] text-ink-3" />
        {label} <b className={VALUE}>{count(value)}</b>
      </Link>
    </li>
  )
}
