import { encode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import { nextAuthOptions, openSessionCookie, ownUrl } from './next-auth.ts'

const PUBLIC = 'https://kms.example.com'
const ports = {
  secret: 's3cret',
  publicUrl: PUBLIC,
  signIn: async () => ({ kind: 'refused' }) as const,
  signInAs: async () => undefined,
  revoke: async () => undefined,
  failed: () => undefined,
}

describe('ownUrl', () => {
  it.each([
    ['/main/111122223333/us-east-1/keys?state=Enabled', `${PUBLIC}/main/111122223333/us-east-1/keys?state=Enabled`],
    [`${PUBLIC}/x`, `${PUBLIC}/x`],
  ])('keeps %s', (url, kept) => {
    expect(ownUrl(url, PUBLIC)).toBe(kept)
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'http://kms.example.com/',
    'javascript:alert(1)',
  ])('never leaves for %s', (url) => {
    expect(ownUrl(url, PUBLIC)).toBe(`${PUBLIC}/`)
  })
})

describe('sign-in by password', () => {
  it('takes what is no text for nothing', async () => {
    const asked: object[] = []
    const signIn = async (what: object) => {
      asked.push(what)
      return { kind: 'refused' } as const
    }
    const [provider] = nextAuthOptions({ ...ports, signIn }).providers
    const authorize = Reflect.get(Object(provider?.options), 'authorize')
    const body = { userName: ['admin'], password: { length: 8 }, code: 7 }
    expect(await authorize(body)).toBeNull()
    expect(await authorize(undefined)).toBeNull()
    const nothing = { userName: '', password: '' }
    expect(asked).toEqual([nothing, nothing])
  })
})

describe('what fails', () => {
  it('is told with its code and cause, without what a provider answered', () => {
    const told: unknown[] = []
    const { logger } = nextAuthOptions({ ...ports, failed: (...what) => told.push(what) })
    const [unreached, other] = [new Error('getaddrinfo ENOTFOUND id.example.com'), new Error('other')]
    logger?.error?.('SIGNIN_OAUTH_ERROR', { error: unreached, providerId: 'oidc', body: 'secret' })
    logger?.error?.('JWT_SESSION_ERROR', other)
    expect(told).toEqual([
      ['SIGNIN_OAUTH_ERROR', unreached],
      ['JWT_SESSION_ERROR', other],
    ])
  })
})

describe('sign-in by an identity provider', () => {
  it('asks when its user signed in there, and hands it on', async () => {
    const arn = 'arn:aws:iam::111122223333:root'
    const oidc = {
      issuer: 'https://id.example.com',
      clientId: 'a',
      clientSecret: 'b',
      principals: { sub: { '8': arn } },
    }
    const asked: object[] = []
    const signInAs = async (vouched: object) => {
      asked.push(vouched)
      return { token: 'abc' }
    }
    const { providers, callbacks } = nextAuthOptions({ ...ports, oidc, signInAs })
    expect(providers[1]).toMatchObject({ authorization: { params: { max_age: expect.any(Number) } } })
    const come = { user: {}, account: { provider: 'oidc' }, profile: { sub: '8', auth_time: 1_700_000_000 } }
    expect(await callbacks?.signIn?.(come as never)).toBe(true)
    expect(asked).toEqual([{ arn, authTime: 1_700_000_000_000 }])
  })
})

describe('the session cookie', () => {
  it('gives back the token that was put in', async () => {
    const cookie = await encode({ token: { token: 'abc' }, secret: 's3cret' })
    expect(await openSessionCookie(cookie, 's3cret')).toBe('abc')
  })

  it('opens under no other secret', async () => {
    const cookie = await encode({ token: { token: 'abc' }, secret: 's3cret' })
    expect(await openSessionCookie(cookie, 'another')).toBeUndefined()
    expect(await openSessionCookie('rubbish', 's3cret')).toBeUndefined()
  })

  it('is strict, unreadable for scripts and bound to the host under TLS', () => {
    expect(nextAuthOptions(ports).cookies?.sessionToken).toEqual({
      name: '__Host-keystead.session',
      options: { httpOnly: true, sameSite: 'strict', path: '/', secure: true },
    })
  })

  it('keeps the token out of what scripts can read', async () => {
    const session = { expires: 'then' }
    const seen = await nextAuthOptions(ports).callbacks?.session?.({ session, token: { token: 'abc' } } as never)
    expect(seen).toEqual({ expires: 'then' })
  })
})
