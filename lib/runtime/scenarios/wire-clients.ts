import type { KMSClient, KMSClientConfig } from '@aws-sdk/client-kms'
import type { Clock } from '#kernel/clock.ts'
import { systemClock } from '#kernel/clock.ts'
import type { Wire } from '#wire/handle.ts'
import type { WireRequest } from '#wire/message.ts'
import type { Origin } from '../../../e2e/scenarios/scenario.ts'

type Handler = Extract<NonNullable<KMSClientConfig['requestHandler']>, { handle: unknown }>
type HttpRequest = Parameters<Handler['handle']>[0]

export interface ClientOf {
  readonly region: string
  /** Where its calls come from, as the log has it. */
  readonly from?: Origin
  readonly maxAttempts: number
  credentials(): Promise<{
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }>
}

/** The SDK, loaded by the first scenario that is played: a server without any starts without it. */
export async function wireClients(wire: Wire, wall: Clock): Promise<(of: ClientOf) => KMSClient> {
  const { KMSClient } = await import('@aws-sdk/client-kms')
  const settings = { endpoint: 'http://127.0.0.1', useFipsEndpoint: false, useDualstackEndpoint: false }
  return ({ from, ...of }) => {
    // Signed at the time by which the wire takes signatures.
    const systemClockOffset = wall.now() - systemClock.now()
    return new KMSClient({ ...settings, ...of, requestHandler: handlerOf(wire, from), systemClockOffset })
  }
}

/** Hands the signed requests of an SDK client to the wire without a socket. */
function handlerOf(wire: Wire, from: Origin | undefined): Handler {
  return {
    async handle(request: HttpRequest) {
      const { status, headers, body } = await wire.handle(wireRequest(request, from))
      const response = { statusCode: status, headers: { ...headers }, body: new TextEncoder().encode(body) }
      return { response: response as Awaited<ReturnType<Handler['handle']>>['response'] }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
}

function wireRequest({ method, path, headers, body }: HttpRequest, from: Origin | undefined): WireRequest {
  // The user agent is no part of what the SDK signs.
  const all = from ? { ...headers, 'user-agent': from.userAgent } : headers
  const sent: readonly (readonly [string, string])[] = Object.entries(all)
  return {
    ...{ method, target: path, remoteAddress: from?.sourceIp ?? '127.0.0.1' },
    headers: Object.fromEntries(sent.map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: sent.flat(),
    body: bytesOf(body),
  }
}

/** The SDK's bytes warn when they are taken for a text. */
function bytesOf(body: unknown): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return Buffer.from(typeof body === 'string' ? body : '')
}
