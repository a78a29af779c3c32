import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms'
import { STSClient } from '@aws-sdk/client-sts'
import Database from 'better-sqlite3'
import type { EpochMillis } from '#kernel/ids.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import type { Server } from '../support/server.ts'

export const REGION = 'us-east-1'
export const ACCOUNT = '111122223333'

/** What a client says of itself; the server's own administrator where it says nothing. */
export interface Identity {
  readonly region?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
}

/** Without retries: a test wants to see the first answer. */
function configOf(server: Server, { region = REGION, ...keys }: Identity) {
  const { accessKeyId, secretAccessKey } = { ...server, ...keys }
  return { endpoint: server.url, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 }
}

/** The unmodified SDK. */
export function kmsOf(server: Server, identity: Identity = {}, more: KMSClientConfig = {}): KMSClient {
  return new KMSClient({ ...configOf(server, identity), ...more })
}

export function stsOf(server: Server, identity: Identity = {}): STSClient {
  return new STSClient(configOf(server, identity))
}

/** How a call was refused. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly status: number | undefined
}

/** The refusal of a call of the SDK, which must not succeed. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof Error)) throw new Error('the call was answered')
  const { $metadata: metadata } = thrown as Error & { $metadata?: { httpStatusCode?: number } }
  return { code: thrown.name, message: thrown.message, status: metadata?.httpStatusCode }
}

export interface RawCall extends Identity {
  /** `TrentService.Encrypt`. */
  readonly target?: string
  readonly service?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
  readonly time?: EpochMillis
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Sends exactly these bytes, rightly signed: what no SDK would let through. */
export async function sendRaw(server: Server, call: RawCall): Promise<RawAnswer> {
  const { target, service = 'kms', region = REGION, time = Date.now() as EpochMillis } = call
  const { accessKeyId, secretAccessKey } = { ...server, ...definedKeys(call) }
  const plain = {
    host: new URL(server.url).host,
    'content-type': 'application/x-amz-json-1.1',
    ...(target === undefined ? {} : { 'x-amz-target': target }),
    ...call.headers,
  }
  const headers = new Map(Object.entries(plain).map(([name, value]) => [name, [value]]))
  const request = { method: 'POST', path: '/', query: '', headers, body: Buffer.from(call.body) }
  const signed = sign(request, { accessKeyId, secretAccessKey }, { service, region, time })
  return post(
    server,
    [...signed.headers].map(([name, [value = '']]): [string, string] => [name, value]),
    request.body,
  )
}

function definedKeys({ accessKeyId, secretAccessKey }: Identity): Identity {
  return { ...(accessKeyId ? { accessKeyId } : {}), ...(secretAccessKey ? { secretAccessKey } : {}) }
}

/** Sends a request as it is, signed or not. */
export async function post(server: Server, headers: [string, string][], body: string | Uint8Array): Promise<RawAnswer> {
  const bytes = typeof body === 'string' ? body : new Uint8Array(body)
  const answer = await fetch(server.url, { method: 'POST', headers, body: bytes })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

/** What the tests look at in a CloudTrail record. */
export interface AuditRecord {
  readonly eventID: string
  readonly eventName: string
  readonly eventSource: string
  readonly awsRegion: string
  readonly recipientAccountId: string
  readonly requestID?: string
  readonly errorCode?: string
  readonly requestParameters: Readonly<Record<string, unknown>> | null
  readonly additionalEventData?: Readonly<Record<string, unknown>>
}

/** The records in a server's database, oldest first; whether it runs or not. */
export function auditRecords({ dataDir }: Pick<Server, 'dataDir'>): readonly AuditRecord[] {
  const database = new Database(`${dataDir}/keystead.db`, { readonly: true })
  try {
    const texts = database.prepare('SELECT "text" FROM "events" ORDER BY "sandbox", "seq"').pluck().all()
    return texts.map((text) => JSON.parse(String(text)).record)
  } finally {
    database.close()
  }
}

export const utf8 = (text: string) => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
