import type { NextAuthOptions } from 'next-auth'
import { decode } from 'next-auth/jwt'
import CredentialsProvider from 'next-auth/providers/credentials'
import { cookieNames } from './session-cookie.ts'

/** Seconds. The session itself ends earlier when it is idle or revoked. */
const LONGEST = 12 * 3600

export interface NextAuthPorts {
  readonly secret: string
  /** The origin that the browser uses. */
  readonly publicUrl: string
  signIn(asked: {
    readonly userName: string
    readonly password: string
  }): Promise<{ readonly token: string } | undefined>
  revoke(token: string): Promise<void>
}

/** Sign-in by user name and password. The cookie holds a random session token of ours, encrypted, and nothing else. */
export function nextAuthOptions(ports: NextAuthPorts): NextAuthOptions {
  const names = cookieNames(ports.publicUrl)
  const options = {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: ports.publicUrl.startsWith('https:'),
  } as const
  return {
    secret: ports.secret,
    session: { strategy: 'jwt', maxAge: LONGEST },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: {
      sessionToken: { name: names.session, options },
      csrfToken: { name: names.csrf, options },
      callbackUrl: { name: names.callback, options },
    },
    providers: [passwordProvider(ports)],
    callbacks: {
      jwt: ({ token, user }) => (user ? { token: user.id } : { token: token.token }),
      // Scripts may read what this returns, so the token stays out of it.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url }) => ownUrl(url, ports.publicUrl),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.token === 'string') await ports.revoke(token.token)
      },
    },
  }
}

/** The session token inside a session cookie; undefined for a cookie that is not ours or has ended. */
export async function openSessionCookie(cookie: string, secret: string): Promise<string | undefined> {
  try {
    const claims = await decode({ token: cookie, secret })
    return typeof claims?.token === 'string' ? claims.token : undefined
  } catch {
    // Whatever cannot be decrypted is simply no session.
    return undefined
  }
}

/** Sends nobody to another site: a foreign address becomes the start page. */
export function ownUrl(url: string, publicUrl: string): string {
  const start = new URL(publicUrl)
  const target = URL.canParse(url, publicUrl) ? new URL(url, publicUrl) : start
  return target.origin === start.origin ? target.href : start.href
}

function passwordProvider(ports: NextAuthPorts) {
  return CredentialsProvider({
    credentials: { userName: { label: 'User name' }, password: { label: 'Password', type: 'password' } },
    async authorize(credentials) {
      const { userName = '', password = '' } = credentials ?? {}
      const session = await ports.signIn({ userName, password })
      return session ? { id: session.token } : null
    },
  })
}
