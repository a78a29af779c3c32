import type { NextAuthOptions } from 'next-auth'
import { decode } from 'next-auth/jwt'
import CredentialsProvider from 'next-auth/providers/credentials'
import { type OidcSettings, type Vouched, vouchedBy } from './oidc.ts'
import { cookieNames } from './session-cookie.ts'
import type { SignInOutcome } from './sign-in.ts'

/** Seconds. The session itself ends earlier when it is idle or revoked. */
const LONGEST = 12 * 3600
/** Seconds: how long someone may take at the identity provider. */
const AT_PROVIDER = 15 * 60
/**
 * Seconds: how long ago one may have signed in at the identity provider. With it asked for, the provider must tell
 * `auth_time` (OpenID Connect Core 1.0, section 3.1.2.1), which decides whether one showed who they are.
 */
const PROVIDER_AGE = 30 * 24 * 3600

export interface NextAuthPorts {
  readonly secret: string
  /** The origin that the browser uses. */
  readonly publicUrl: string
  readonly oidc?: OidcSettings
  signIn(asked: {
    readonly userName: string
    readonly password: string
    readonly code?: string
  }): Promise<SignInOutcome>
  /** Undefined for one whom no principal is meant for. */
  signInAs(vouched: Vouched): Promise<{ readonly token: string } | undefined>
  revoke(token: string): Promise<void>
  /** Told what failed, such as an identity provider that does not answer, by next-auth's code for it. */
  failed(code: string, cause: unknown): void
}

/**
 * Sign-in by user name and password, and by an identity provider where one is configured. The cookie holds a random
 * session token of ours, encrypted, and nothing else.
 */
export function nextAuthOptions(ports: NextAuthPorts): NextAuthOptions {
  const names = cookieNames(ports.publicUrl)
  const secure = ports.publicUrl.startsWith('https:')
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const
  // The way back from the provider begins on another site, and a strict cookie would stay behind.
  const onTheWay = { ...options, sameSite: 'lax', maxAge: AT_PROVIDER } as const
  return {
    secret: ports.secret,
    session: { strategy: 'jwt', maxAge: LONGEST },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: {
      sessionToken: { name: names.session, options },
      csrfToken: { name: names.csrf, options },
      callbackUrl: { name: names.callback, options: onTheWay },
      pkceCodeVerifier: { name: names.pkce, options: onTheWay },
      state: { name: names.state, options: onTheWay },
      nonce: { name: names.nonce, options: onTheWay },
    },
    providers: [passwordProvider(ports), ...(ports.oidc ? [oidcProvider(ports.oidc)] : [])],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== OIDC || !ports.oidc) return true
        const session = await ports.signInAs(vouchedBy(ports.oidc, { ...profile }))
        if (!session) return '/sign-in?error=OidcNoPrincipal'
        user.id = session.token
        return true
      },
      jwt: ({ token, user }) => (user ? { token: user.id } : { token: token.token }),
      // Scripts may read what this returns, so the token stays out of it.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url }) => ownUrl(url, ports.publicUrl),
    },
    // By itself it prints several lines of its own, with all that a provider answered.
    logger: {
      error: (code, about) => ports.failed(code, about instanceof Error ? about : about.error),
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
    credentials: {
      userName: { label: 'User name' },
      password: { label: 'Password', type: 'password' },
      code: { label: 'Code' },
    },
    async authorize(credentials) {
      const code = textOf(credentials?.code)
      const [userName, password] = [textOf(credentials?.userName), textOf(credentials?.password)]
      const outcome = await ports.signIn({ userName, password, ...(code ? { code } : {}) })
      if (outcome.kind === 'signed-in') return { id: outcome.token }
      if (outcome.kind === 'refused') return null
      // Its message is what the sign-in page is told, as `error` of the address in the answer.
      throw new Error(outcome.kind === 'throttled' ? `throttled:${outcome.seconds}` : outcome.kind)
    },
  })
}

/** A form holds text; other bodies that next-auth reads hold anything. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const OIDC = 'oidc'

function oidcProvider({ issuer, clientId, clientSecret }: OidcSettings): NextAuthOptions['providers'][number] {
  return {
    id: OIDC,
    name: new URL(issuer).host,
    type: 'oauth',
    issuer,
    wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: 'openid email profile', max_age: PROVIDER_AGE } },
    profile: (claims: { readonly sub: string }) => ({ id: claims.sub }),
  }
}
