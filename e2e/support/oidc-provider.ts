import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface OidcProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in there next, as the claims of the ID token. */
  claims: Readonly<Record<string, unknown>>
  /** When they signed in there, in milliseconds; it lets them in without asking again, unless that is asked for. */
  signedInAt: number
  /** What the last authorization request asked for. */
  asked(): URLSearchParams
  stop(): Promise<void>
}

interface Grant {
  readonly asked: URLSearchParams
  readonly claims: Readonly<Record<string, unknown>>
  readonly signedInAt: number
}

const CLIENT = { clientId: 'keystead', clientSecret: 'a secret of the client' }

/** A small OpenID provider: the authorization code flow (OpenID Connect Core 1.0) with PKCE, which it insists on. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const grants = new Map<string, Grant>()
  let last = new URLSearchParams()
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: OidcProvider = {
    ...{ issuer, ...CLIENT, claims: {}, signedInAt: Date.now() },
    asked: () => last,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return send(response, 200, discovery(issuer))
      case '/jwks':
        return send(response, 200, { keys: [jwk] })
      case '/authorize':
        return authorize(url, response)
      case '/token':
        return token(request, response)
      default:
        return send(response, 404, {})
    }
  }

  /** Lets whoever comes in at once, as a provider does that knows them already. */
  function authorize({ searchParams }: URL, response: ServerResponse): void {
    last = searchParams
    if (searchParams.get('prompt') === 'login') provider.signedInAt = Date.now()
    const code = randomUUID()
    const { claims, signedInAt } = provider
    grants.set(code, { asked: searchParams, claims, signedInAt })
    const back = new URL(searchParams.get('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('state', searchParams.get('state') ?? '')
    response.writeHead(302, { Location: back.href }).end()
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const grant = grants.get(form.get('code') ?? '')
    grants.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const basic = `${encodeURIComponent(CLIENT.clientId)}:${encodeURIComponent(CLIENT.clientSecret).replaceAll('%20', '+')}`
    const isClient = request.headers.authorization === `Basic ${Buffer.from(basic).toString('base64')}`
    if (!grant || !isClient || challenge !== grant.asked.get('code_challenge')) {
      return send(response, 400, { error: 'invalid_grant' })
    }
    // It is said only to those who ask for it.
    const auth = grant.asked.has('max_age') ? { auth_time: Math.floor(grant.signedInAt / 1000) } : {}
    const idToken = await new SignJWT({ ...grant.claims, ...auth, nonce: grant.asked.get('nonce') })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(CLIENT.clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
    send(response, 200, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken })
  }

  return provider
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
