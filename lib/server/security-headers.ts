import type { IncomingMessage, ServerResponse } from 'node:http'
import { systemSecrets } from '#kernel/random.ts'

export interface PageOptions {
  /** Whether pages are built on demand: the tools of that evaluate text. */
  readonly dev: boolean
  /** Where people reach the server. */
  readonly origin: string
}

const FEATURES = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb', 'browsing-topics']

/** What every answer of the console says to the browser, whatever it holds. */
export function securityHeaders({ origin }: Pick<PageOptions, 'origin'>): Readonly<Record<string, string>> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': FEATURES.map((feature) => `${feature}=()`).join(', '),
    ...(origin.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
  }
}

/**
 * The content-security policy of one page (CSP level 3). Scripts run by the nonce alone, and by what such a script
 * loads. Style attributes are allowed: bars and drawings have their measures there.
 */
export function contentSecurityPolicy(nonce: string, { dev }: Pick<PageOptions, 'dev'>): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/**
 * Sets all of them on an answer before Next makes it, so that its errors and redirects have them too. Next takes the
 * nonce for its scripts from the same header of the request; what a client sent there is overwritten.
 */
export function secure(request: IncomingMessage, response: ServerResponse, options: PageOptions): void {
  const policy = contentSecurityPolicy(systemSecrets.bytes(16).toString('base64'), options)
  request.headers['content-security-policy'] = policy
  delete request.headers['content-security-policy-report-only']
  response.setHeader('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(securityHeaders(options))) response.setHeader(name, value)
}
