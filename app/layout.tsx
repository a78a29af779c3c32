import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { HintProvider } from '#components/ui/hint.tsx'
import { readDisplay } from '#console/display.ts'

export const metadata: Metadata = {
  title: { template: '%s · Keystead', default: 'Keystead' },
  description: 'An AWS-KMS-compatible key management service.',
}

export const viewport: Viewport = { colorScheme: 'light dark', width: 'device-width', initialScale: 1 }

/** The theme and the density that were chosen stand in the first byte of the page, so that nothing flashes or moves. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const { theme, density } = await readDisplay()
  return (
    <html
      lang="en"
      data-theme={theme}
      data-density={density}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <HintProvider>{children}</HintProvider>
      </body>
    </html>
  )
}
