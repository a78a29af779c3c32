import type { OperationName } from '#model/api.ts'
import type { Server } from '../support/server.ts'
import { type Identity, sendRaw } from './clients.ts'

/** An answer of AWS JSON 1.1, success or not. */
export interface JsonAnswer {
  readonly status: number
  /** Empty for a success. */
  readonly code: string
  /** Undefined where the answer has no member `message`. */
  readonly message: string | undefined
  /** An empty object where the body is empty. */
  readonly body: Readonly<Record<string, unknown>>
  /** From the first byte sent to the last one read. */
  readonly millis: number
}

/** Calls an operation with any JSON at all, rightly signed: what no SDK would let through. */
export async function callJson(
  server: Server,
  operation: OperationName,
  input: unknown,
  identity: Identity = {},
): Promise<JsonAnswer> {
  const call = { ...identity, target: `TrentService.${operation}`, body: JSON.stringify(input) }
  const begin = performance.now()
  const { status, text } = await sendRaw(server, call)
  const millis = performance.now() - begin
  const body: JsonAnswer['body'] = text === '' ? {} : JSON.parse(text)
  const { __type: code = '', message } = body
  return { status, code: String(code), message: message === undefined ? undefined : String(message), body, millis }
}

/** The body of a call that must succeed. */
export async function answerOf(
  server: Server,
  operation: OperationName,
  input: object,
  identity?: Identity,
): Promise<JsonAnswer['body']> {
  const { status, body } = await callJson(server, operation, input, identity)
  if (status !== 200) throw new Error(`${operation} was refused: ${JSON.stringify(body)}`)
  return body
}

/** A text member of an answer, such as `KeyMetadata.KeyId`. */
export function textAt(body: JsonAnswer['body'], path: string): string {
  const found = path.split('.').reduce<unknown>((value, name) => Object(value)[name], body)
  if (typeof found !== 'string') throw new Error(`no text at ${path} of ${JSON.stringify(body)}`)
  return found
}
