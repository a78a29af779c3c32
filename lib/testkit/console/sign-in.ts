import { type Cookie, request } from '@playwright/test'
import type { Keystead } from '../start.ts'

/** Signs in as the console's user `admin`, without a page. Throws Error where that is refused. */
export async function signIn({ url, password }: Pick<Keystead, 'url' | 'password'>): Promise<Cookie[]> {
  if (password === undefined) {
    throw new Error(
      'The console needs the password of its user admin: the option `password`, or KEYSTEAD_ADMIN_PASSWORD.',
    )
  }
  const context = await request.newContext({ baseURL: url })
  try {
    const { csrfToken } = await (await context.get('/api/auth/csrf')).json()
    const form = { userName: 'admin', password, csrfToken, json: 'true' }
    const answer = await context.post('/api/auth/callback/credentials', {
      form,
      headers: { origin: new URL(url).origin },
    })
    if (!answer.ok()) throw new Error(`Sign-in to the console of ${url} as admin was answered ${answer.status()}.`)
    return (await context.storageState()).cookies
  } finally {
    await context.dispose()
  }
}

/** Deletions in the console ask for the password again when the sign-in is ten minutes old; a test has two of them. */
const FRESH = 8 * 60_000

/** Cookies of a sign-in that is fresh enough for a test, made when they are first asked for. */
export function session(keystead: Pick<Keystead, 'url' | 'password'>): () => Promise<Cookie[]> {
  let signedIn: { readonly cookies: Cookie[]; readonly since: number } | undefined
  return async () => {
    if (signedIn === undefined || performance.now() - signedIn.since > FRESH) {
      signedIn = { cookies: await signIn(keystead), since: performance.now() }
    }
    return signedIn.cookies
  }
}
