'use client'

import { Icon } from './icon.tsx'
import { useToast } from './toast.tsx'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, in the words of its name: "Copy key ARN". */
  readonly label: string
  readonly className?: string
}

export function CopyButton({ text, label, className = '' }: CopyButtonProps) {
  const copy = useCopy()
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => copy(text)}
      className={`not-[.absolute]:relative inline-grid size-5 flex-none place-items-center rounded-s align-bottom text-ink-3 after:absolute hover:bg-hover hover:text-ink max-sm:size-6 max-sm:after:-inset-[5px] ${className}`}
    >
      <Icon name="copy" className="size-[13px]" />
    </button>
  )
}

/** Puts text on the clipboard and says so. The clipboard is missing on origins that are not secure. */
export function useCopy(): (text: string) => void {
  const toast = useToast()
  return (text) => {
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
    written.then(
      () => toast({ title: 'Copied' }),
      () => toast({ title: 'The browser does not allow copying here', tone: 'error' }),
    )
  }
}
