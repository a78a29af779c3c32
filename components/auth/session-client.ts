/** How a sign-in ended. */
export type SignInOutcome =
  | { readonly kind: 'signed-in' | 'wrong' | 'unreachable' | 'code-required' | 'wrong-code' }
  | { readonly kind: 'throttled'; readonly seconds: number }

export interface Credentials {
  readonly userName: string
  readonly password: string
  /** Of the second factor. */
  readonly code?: string
}

/** Asks next-auth for a session by user name and password. Its own browser client does the same in 40 kB. */
export async function signIn(credentials: Credentials): Promise<SignInOutcome> {
  const response = await post('callback/credentials', { ...credentials })
  if (response?.ok) return { kind: 'signed-in' }
  return response?.status === 401 ? outcomeOf(await addressIn(response)) : { kind: 'unreachable' }
}

/** Goes to the identity provider; `anew` asks it to let its user sign in there again. False when it cannot be reached. */
export async function leaveToProvider(callbackUrl: string, anew = false): Promise<boolean> {
  const response = await post(`signin/oidc${anew ? '?prompt=login' : ''}`, { callbackUrl })
  const address = response?.ok ? await addressIn(response) : undefined
  if (!address || address.searchParams.has('error')) return false
  window.location.assign(address)
  return true
}

/** Ends the session on the server; the cookie alone would leave it usable. */
export async function signOut(): Promise<void> {
  await post('signout', {})
}

function outcomeOf(address: URL | undefined): SignInOutcome {
  const error = address?.searchParams.get('error') ?? ''
  const [, seconds] = /^throttled:(\d+)$/.exec(error) ?? []
  if (seconds) return { kind: 'throttled', seconds: Number(seconds) }
  return { kind: error === 'code-required' || error === 'wrong-code' ? error : 'wrong' }
}

/** Where next-auth's answer leads; what went wrong stands in it. */
async function addressIn(response: Response): Promise<URL | undefined> {
  const body: unknown = await response.json().catch(() => undefined)
  const url = typeof body === 'object' && body !== null && 'url' in body ? body.url : undefined
  return typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined
}

/** A form post to next-auth with the token that guards it against foreign pages. Undefined when there is no answer. */
async function post(action: string, form: Readonly<Record<string, string>>): Promise<Response | undefined> {
  try {
    const { csrfToken } = await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()
    const body = new URLSearchParams({ ...form, csrfToken, json: 'true' })
    return await fetch(`/api/auth/${action}`, { method: 'POST', body })
  } catch {
    return undefined
  }
}
