import { type NextRequest, NextResponse } from 'next/server'
import { PATH_HEADER, SESSION_COOKIES } from '#auth/session-cookie.ts'

/**
 * Sends whoever has no session cookie to sign-in, and back afterwards. It lets nobody in: whether a session is live,
 * and what it may see, is decided where the data is read.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  // Actions answer for themselves: the page that sent one stays, with what was typed in it.
  const isAction = request.headers.has('next-action')
  if (!isAction && !SESSION_COOKIES.some((name) => request.cookies.has(name))) {
    const signIn = new URL('/sign-in', request.url)
    if (pathname !== '/') signIn.searchParams.set('callbackUrl', pathname + search)
    return NextResponse.redirect(signIn)
  }
  const headers = new Headers(request.headers)
  headers.set(PATH_HEADER, pathname + search)
  return NextResponse.next({ request: { headers } })
}

/**
 * Pages only: their data and their actions answer for themselves. A sandbox may be named `api` or `sign-in` too, and a
 * user like a file, `ada@example.com`; files themselves stand at the top alone.
 */
export const config = { matcher: ['/((?!_next/|api/(?:auth|console)/|sign-in$|[^/]*\\.\\w+$).*)'] }
