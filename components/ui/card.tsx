import type { ReactNode } from 'react'

interface CardProps {
  readonly title?: ReactNode
  /** Beside the title, quiet. */
  readonly aside?: ReactNode
  /** At the right end of the head. */
  readonly actions?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A hairline box with an optional head. */
export function Card({ title, aside, actions, className = '', children }: CardProps) {
  return (
    <section className={`min-w-0 overflow-hidden rounded-l border border-line bg-page ${className}`}>
      {title !== undefined && (
        <header className="flex min-h-11 flex-wrap items-center gap-2 border-line border-b px-4 py-1.5">
          <h2 className="has-[>.sr-only]:absolute font-title text-card tracking-[-0.005em]">{title}</h2>
          {aside !== undefined && <span className="min-w-0 text-ink-3">{aside}</span>}
          {actions !== undefined && (
            <div className="ml-auto flex flex-wrap items-center justify-end gap-2">{actions}</div>
          )}
        </header>
      )}
      {children}
    </section>
  )
}
