interface MeterProps {
  readonly label: string
  readonly value: number
  readonly max: number
  /** Of the bar; the accent where nothing is said. */
  readonly tone?: string
}

/** How much of something limited is used. */
export function Meter({ label, value, max, tone = 'bg-accent-mid' }: MeterProps) {
  const part = max === 0 ? 0 : Math.min(1, value / max)
  return (
    <div className="relative">
      <meter aria-label={label} min={0} max={max} value={Math.min(value, max)} className="sr-only" />
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-active">
        <div
          className={`h-full rounded-full ${tone}`}
          style={{ width: `${part * 100}%`, minWidth: value > 0 ? 3 : 0 }}
        />
      </div>
    </div>
  )
}
