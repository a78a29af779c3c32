import type { AdminPorts } from '#admin/ports.ts'
import { type AdminHttpPorts, createAdminHttp } from '#wire/admin-http.ts'
import type { WireRequest } from '#wire/message.ts'
import type { Harness } from './harness.ts'
import { ACCOUNT, REGION } from './harness.ts'
import { adminOf } from './sandboxes.ts'

export const ADMINISTRATOR = { id: 'AKIAADMIN', secret: 'se:cret' }
export const PUBLIC_ORIGIN = 'http://127.0.0.1:3000'

export const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
export const SIGNED = { authorization: basic(`${ADMINISTRATOR.id}:${ADMINISTRATOR.secret}`) }

interface More extends Partial<Pick<AdminHttpPorts, 'admin' | 'observer'>> {
  /** In place of those that do without. */
  readonly ports?: Partial<AdminPorts>
}

/**
 * The administration of a harness as it is reached over HTTP, with what it writes to the operator's log as failures.
 */
export function adminHttpOf(kms: Pick<Harness, 'ports'>, { ports, ...more }: More = {}) {
  const failures: unknown[] = []
  const http = createAdminHttp({
    ...{ admin: adminOf(kms, ports), accessKey: ADMINISTRATOR, account: ACCOUNT, region: REGION, version: '0' },
    ...{ publicOrigin: PUBLIC_ORIGIN, ids: kms.ports.ids, log: { error: (_, cause) => failures.push(cause) } },
    ...more,
  })
  /** Signed by the administrator, where the headers do not say otherwise. */
  const raw = (method: string, path: string, body = '', headers: WireRequest['headers'] = {}) =>
    http({
      ...{ method, target: `/_keystead/${path}`, rawHeaders: [], remoteAddress: '127.0.0.1' },
      ...{ headers: { ...SIGNED, ...headers }, body: Buffer.from(body) },
    })
  /** The answer as JSON, with its status. What is no text is sent as JSON. */
  const ask = async (method: string, path: string, body?: unknown, headers?: WireRequest['headers']) => {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const answer = await raw(method, path, text, headers)
    return { status: answer.status, ...JSON.parse(answer.body) }
  }
  return { http, raw, ask, failures }
}
