import 'server-only'

import { cookies } from 'next/headers'
import { cache } from 'react'
import { nextAuthOptions, openSessionCookie } from '#auth/next-auth.ts'
import { cookieNames } from '#auth/session-cookie.ts'
import type { ConsoleSession } from '#auth/sessions.ts'
import { instance } from '#runtime/instance.ts'
import { sourceOf } from './request-source.ts'

/** What next-auth is told, from the running instance. */
export function authOptions() {
  const { authSecret, config, ids, sessions } = instance()
  return nextAuthOptions({
    secret: authSecret,
    publicUrl: config.publicUrl,
    signIn: ({ userName, password, headers }) =>
      sessions.signIn({ userName, password, source: sourceOf(headers, ids) }),
    revoke: (token) => sessions.revoke(token),
  })
}

/** The session of the present request, looked up anew for each one: the cookie alone proves nothing. */
export const currentSession = cache(async (): Promise<ConsoleSession | undefined> => {
  const { authSecret, config, sessions } = instance()
  const cookie = (await cookies()).get(cookieNames(config.publicUrl).session)
  const token = cookie && (await openSessionCookie(cookie.value, authSecret))
  return token === undefined ? undefined : sessions.find(token)
})
