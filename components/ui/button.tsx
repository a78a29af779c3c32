'use client'

import type { ComponentProps, MouseEvent } from 'react'
import { Hint } from './hint.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

type Variant = 'plain' | 'primary' | 'ghost' | 'danger' | 'danger-ghost'
type Size = 'normal' | 'small'

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
    'inline-flex items-center justify-center gap-1.5 rounded-m border font-medium whitespace-nowrap duration-[120ms] motion-safe:transition-colors'
  return `${base} ${SIZES[size]} ${VARIANTS[variant]} ${OFF} ${className}`
}

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: Variant
  readonly size?: Size
  readonly icon?: IconName
  /** Why it cannot be pressed now. It stays in the tab order, so that everyone can read this. */
  readonly reason?: string | undefined
  /** Waits for an answer. */
  readonly busy?: boolean
}

export function Button(props: ButtonProps) {
  const { variant, size, icon, reason, busy = false, className, onClick, children, type = 'button', ...rest } = props
  const off = busy || reason !== undefined
  const button = (
    <button
      {...rest}
      type={off ? 'button' : type}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      className={buttonClass(variant, size, className)}
      onClick={off ? stop : onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
  return reason === undefined ? button : <Hint text={reason}>{button}</Hint>
}

function stop(event: MouseEvent): void {
  event.preventDefault()
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly icon: IconName
  readonly label: string
}

/** A square button of one icon; `label` is its name. */
export function IconButton({ icon, label, className = 'size-8', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={`inline-grid flex-none place-items-center rounded-m text-ink-2 hover:bg-hover ${className}`}
    >
      <Icon name={icon} />
    </button>
  )
}
