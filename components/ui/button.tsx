'use client'

import type { ComponentProps, MouseEvent } from 'react'
import { buttonClass, type Size, type Variant } from './button-class.ts'
import { Hint } from './hint.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

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

/** A square button of one icon; `label` is its name. On phones it is never smaller than a finger finds. */
export function IconButton({ icon, label, className = 'size-8', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={`inline-grid flex-none place-items-center rounded-m text-ink-2 hover:bg-hover max-sm:min-h-8.5 max-sm:min-w-8.5 ${className}`}
    >
      <Icon name={icon} />
    </button>
  )
}
