export type Variant = 'plain' | 'primary' | 'ghost' | 'danger' | 'danger-ghost'
export type Size = 'normal' | 'small'

const VARIANTS: Record<Variant, string> = {
  plain: 'border-line-strong bg-page hover:bg-hover [&>svg]:text-ink-3',
  primary: 'border-accent bg-accent text-accent-on hover:border-accent-strong hover:bg-accent-strong',
  ghost: 'border-transparent hover:bg-hover [&>svg]:text-ink-3',
  danger: 'border-line-strong bg-page text-deletion hover:bg-hover',
  'danger-ghost': 'border-transparent text-deletion hover:bg-hover',
}

const SIZES: Record<Size, string> = {
  normal: 'h-8 px-3 max-sm:h-9',
  small: 'h-7 px-2.5 text-md max-sm:h-9',
}

const OFF =
  'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-ink-3'

/** The look of a button, for links too. */
export function buttonClass(variant: Variant = 'plain', size: Size = 'normal', className = ''): string {
  const base =
    'inline-flex items-center justify-center gap-1.5 rounded-m border font-medium whitespace-nowrap motion-safe:duration-[120ms] motion-safe:transition-colors'
  return `${base} ${SIZES[size]} ${VARIANTS[variant]} ${OFF} ${className}`
}
