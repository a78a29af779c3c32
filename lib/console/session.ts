import 'server-only'

import { cookies } from 'next/headers'
import { cache } from 'react'
import { nextAuthOptions, openSessionCookie } from '#auth/next-auth.ts'
import { cookieNames } from '#auth/session-cookie.ts'
import type { ConsoleSession } from '#auth/sessions.ts'
import { instance } from '#runtime/instance.ts'
import { type HeaderReader, sourceOf } from './request-source.ts'

/** What next-auth is told for a request with these headers, from the running instance. */
export function authOptions(headers: HeaderReader) {
  const { authSecret, config, ids, log, sessions } = instance()
  return nextAuthOptions({
    secret: authSecret,
    publicUrl: config.publicUrl,
    ...(config.oidc && { oidc: config.oidc }),
    signIn: (asked) => sessions.signIn({ ...asked, source: sourceOf(headers, ids) }),
    signInAs: (vouched) => sessions.signInAs(vouched, sourceOf(headers, ids)),
    revoke: (token) => sessions.revoke(token, sourceOf(headers, ids)),
    failed: (code, cause) => log.error('next-auth failed', cause, { code }),
  })
}

/** The session of the present request, looked up anew for each one: the cookie alone proves nothing. */
export const currentSession = cache(async (): Promise<ConsoleSession | undefined> => {
  const token = await presentToken()
  return token === undefined ? undefined : instance().sessions.find(token)
})

/** For what outlasts its request: tells later whether its session still goes on, as the one who acts in it now. */
export async function watchSession({ principal }: ConsoleSession): Promise<() => Promise<boolean>> {
  const token = await presentToken()
  return async () => token !== undefined && instance().sessions.goesOn(token, principal.arn)
}

/** The token of the present request's session, which may have ended. */
export async function presentToken(): Promise<string | undefined> {
  const { authSecret, config } = instance()
  const cookie = (await cookies()).get(cookieNames(config.publicUrl).session)
  return cookie && (await openSessionCookie(cookie.value, authSecret))
}
