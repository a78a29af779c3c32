import { radioClass } from './radio.ts'

export interface Option {
  readonly value: string
  readonly label: string
  /** At the right end: its name in the API, or what follows from it. */
  readonly note?: string
  /** A sentence below, in place of the note. */
  readonly about?: string
  /** Why it cannot be chosen now, in place of the note. */
  readonly reason?: string | undefined
}

interface OptionListProps {
  readonly legend: string
  readonly name: string
  readonly value: string
  readonly options: readonly Option[]
  readonly onChange: (value: string) => void
}

/** One of a few, a line each. */
export function OptionList({ legend, name, value, options, onChange }: OptionListProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-title text-card">{legend}</legend>
      <div className="overflow-hidden rounded-l border border-line">
        {options.map((option) => {
          const off = option.reason !== undefined
          return (
            <label
              key={option.value}
              className={`flex min-h-9 flex-wrap items-center gap-x-2.5 border-line-faint px-3 py-1.5 not-first:border-t has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2 ${
                off ? 'text-ink-3' : 'cursor-pointer hover:bg-hover'
              }`}
            >
              <input
                type="radio"
                name={name}
                value={option.value}
                checked={option.value === value}
                disabled={off}
                onChange={() => onChange(option.value)}
                className={`outline-none ${radioClass}`}
              />
              <span className="font-strong">{option.label}</span>
              {option.about === undefined ? (
                <span className="ml-auto text-ink-3 text-md">{option.reason ?? option.note}</span>
              ) : (
                <span className="basis-full pl-[26px] text-ink-3 text-sm">{option.about}</span>
              )}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
