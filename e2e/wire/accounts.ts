import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import type { Server } from '../support/server.ts'

const PROGRAM = resolve(import.meta.dirname, '../../bin/keystead.mjs')

/** What a client signs with. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A new account as it is told, once: the keys are those of its root user. */
export interface RootKeys extends Keys {
  readonly accountId: string
}

export interface AdminCall {
  readonly method?: string
  readonly path?: string
  readonly body?: object
  /** In place of the administrator's `authorization`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer of the administration. */
export interface AdminAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

/** HTTP Basic (RFC 7617). */
export function basic(name: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }
}

export const adminOf = ({ accessKeyId, secretAccessKey }: Keys) => basic(accessKeyId, secretAccessKey)

/** Asks the administration of a server for a new account, or for something else. */
export async function administer(server: Server, call: AdminCall = {}): Promise<AdminAnswer> {
  const { method = 'POST', path = '/_keystead/accounts', body = {}, headers = adminOf(server) } = call
  const answer = await fetch(new URL(path, server.url), {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: method === 'GET' ? null : JSON.stringify(body),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

/** Makes an account, which must succeed. */
export async function newAccount(server: Server, accountId?: string): Promise<RootKeys> {
  const { status, body } = await administer(server, { body: { ...(accountId !== undefined && { accountId }) } })
  if (status !== 200) throw new Error(`no account was made: ${JSON.stringify(body)}`)
  return rootKeys(body)
}

/** The members of an account as it is told. */
export function rootKeys(told: Readonly<Record<string, unknown>>): RootKeys {
  const [accountId, accessKeyId, secretAccessKey] = ['accountId', 'accessKeyId', 'secretAccessKey'].map((name) =>
    String(told[name]),
  )
  return { accountId: accountId ?? '', accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' }
}

/** How a command of the operator's program ended. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `keystead <args>` with the settings of a server, whether that runs or not. */
export function keystead(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Ended> {
  const env = { NODE_ENV: 'production', PATH: process.env.PATH, HOME: settings.KEYSTEAD_DATA_DIR, ...settings } as const
  return new Promise((done) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], { env }, (_, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}
