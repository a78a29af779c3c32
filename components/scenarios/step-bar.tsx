interface StepBarProps {
  readonly passed: number
  readonly total: number
  readonly className?: string
}

/** One mark for each step, filled where it passed. The figures stand beside it in words. */
export function StepBar({ passed, total, className = '' }: StepBarProps) {
  const steps = Array.from({ length: total }, (_, at) => at + 1)
  return (
    <span aria-hidden="true" className={`flex gap-[3px] ${className}`}>
      {steps.map((step) => (
        <span
          key={step}
          className={`h-1.5 flex-1 rounded-full motion-safe:duration-[120ms] motion-safe:transition-colors ${step <= passed ? 'bg-accent' : 'bg-active'}`}
        />
      ))}
    </span>
  )
}
