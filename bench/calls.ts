import { systemClock } from '#kernel/clock.ts'
import { sign } from '#kernel/sigv4/sign.ts'
import type { RawRequest } from './load.ts'

export const CREDENTIALS = { accessKeyId: 'AKIABENCHMARK', secretAccessKey: 'benchmark' }
const REGION = 'us-east-1'

/** A call as it goes over the wire. */
export function signed(port: number, operation: string, input: object): RawRequest {
  const body = Buffer.from(JSON.stringify(input))
  const headers = new Map([
    ['host', [`127.0.0.1:${port}`]],
    ['content-type', ['application/x-amz-json-1.1']],
    ['x-amz-target', [`TrentService.${operation}`]],
    ['content-length', [String(body.length)]],
  ])
  const target = { service: 'kms', region: REGION, time: systemClock.now() }
  const request = sign({ method: 'POST', path: '/', query: '', headers, body }, CREDENTIALS, target)
  const lines = [...request.headers].map(([name, [value = '']]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`), body])
}

/** Calls an operation once; throws where it fails. */
export async function call(port: number, operation: string, input: object): Promise<Record<string, unknown>> {
  const request = signed(port, operation, input)
  const end = request.indexOf('\r\n\r\n')
  const lines = request.toString('utf8', 0, end).split('\r\n').slice(1)
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)]
  })
  const kept = headers.filter(([name]) => name !== 'host' && name !== 'content-length')
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: kept,
    body: new Uint8Array(request.subarray(end + 4)),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${operation}: ${text}`)
  return JSON.parse(text)
}
