import type { ReactNode } from 'react'

interface CodeBlockProps {
  /** What it is, for those who come to it by the keyboard in order to scroll it. */
  readonly label: string
  readonly children: ReactNode
  readonly className?: string
}

/** Text in a box of its own that scrolls. */
export function CodeBlock({ label, children, className = '' }: CodeBlockProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section tabIndex={0} aria-label={label} className={`overflow-auto focus-visible:-outline-offset-2 ${className}`}>
      <pre className="code w-max">{children}</pre>
    </section>
  )
}
