import NextLink from 'next/link'
import type { ComponentProps } from 'react'
import { leave } from '../hooks/leaving.ts'

/** A link that is not fetched ahead: every read of the console is recorded, also those that no one asked for. */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} onNavigate={leave} {...props} />
}

/** The look of a link inside text. */
export const textLink =
  'text-accent underline decoration-accent-line decoration-1 underline-offset-3 hover:decoration-current'
