import { Icon } from '../../ui/icon.tsx'
import { radioClass } from '../../ui/radio.ts'
import { USAGES, type Usage } from '../key-specs.ts'

interface UsageCardsProps {
  readonly usage: string
  readonly onChange: (usage: string) => void
}

/** What a key can be for. */
export function UsageCards({ usage, onChange }: UsageCardsProps) {
  return (
    <fieldset>
      <legend className="mb-2 font-title text-card">What should this key do?</legend>
      <div className="grid grid-cols-5 gap-2 max-md:grid-cols-3 max-sm:grid-cols-2">
        {USAGES.map((each) => (
          <UsageCard key={each.usage} usage={each} chosen={each.usage === usage} choose={() => onChange(each.usage)} />
        ))}
      </div>
    </fieldset>
  )
}

interface UsageCardProps {
  readonly usage: Usage
  readonly chosen: boolean
  readonly choose: () => void
}

function UsageCard({ usage, chosen, choose }: UsageCardProps) {
  return (
    <label className="grid cursor-pointer max-sm:last:col-span-2 grid-cols-[minmax(0,1fr)_16px] grid-rows-[auto_auto_1fr] gap-x-2 gap-y-1 rounded-l border border-line p-3 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-checked:shadow-[inset_0_0_0_1px_var(--accent)] has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <Icon name={usage.icon} className={`my-1 size-4 ${chosen ? 'text-accent' : 'text-ink-3'}`} />
      <input
        type="radio"
        name="usage"
        checked={chosen}
        onChange={choose}
        className={`mt-1 outline-none ${radioClass}`}
      />
      <span className="col-span-2 font-title">{usage.title}</span>
      <span className="col-span-2 text-ink-2 text-md">
        {usage.text}
        <span className="mt-1 block text-ink-3 text-xs">{usage.by}</span>
      </span>
    </label>
  )
}
