import { ICONS, type IconName } from './icons.ts'

/** Strokes that are dots, and so need more weight. */
const HEAVY: ReadonlySet<IconName> = new Set(['more'])

interface IconProps {
  readonly name: IconName
  readonly className?: string
}

/** Always beside words or inside a named control, so hidden from assistive technology. */
export function Icon({ name, className = 'size-4' }: IconProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={`inline-block flex-none fill-none stroke-current ${className}`}
      strokeWidth={HEAVY.has(name) ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={ICONS[name]} />
    </svg>
  )
}

/** The house with a key in it. */
export function Brand({ className = 'size-[22px]' }: { readonly className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={`flex-none fill-none stroke-current text-accent ${className}`}
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M3.5 10.3L12 3.2l8.5 7.1v9.2a1.3 1.3 0 0 1-1.3 1.3H4.8a1.3 1.3 0 0 1-1.3-1.3z" />
      <path d="M9.7 12a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0-4.6 0zM12 14.3v3.4M12 17.7h1.8" />
    </svg>
  )
}
