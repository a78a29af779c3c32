const PLAIN = 'keystead'
/** Browsers take such a cookie only over TLS, and give it back to exactly the host that set it. */
const HOST_BOUND = '__Host-keystead'

/** The names of the console's cookies under a public URL. */
export function cookieNames(publicUrl: string) {
  const prefix = publicUrl.startsWith('https:') ? HOST_BOUND : PLAIN
  return {
    session: `${prefix}.session`,
    csrf: `${prefix}.csrf`,
    callback: `${prefix}.callback`,
    pkce: `${prefix}.pkce`,
    state: `${prefix}.state`,
    nonce: `${prefix}.nonce`,
  }
}

/** Every name that the session cookie can have. */
export const SESSION_COOKIES = [`${PLAIN}.session`, `${HOST_BOUND}.session`]

/** Tells a page its own address, so that sign-in can lead back to it. */
export const PATH_HEADER = 'x-keystead-path'
