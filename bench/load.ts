import { connect } from 'node:net'

/** One HTTP request as it goes over the wire. */
export type RawRequest = Buffer

export interface Load {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Sent in turn by every connection. */
  readonly requests: readonly RawRequest[]
  /** Told of every answer, how long it took. */
  readonly onAnswer?: (millis: number) => void
  /** Leaves the answers that are still under way. */
  readonly signal?: AbortSignal
}

/**
 * Keeps `connections` requests under way for some seconds and gives the answers per second. Any answer but 200
 * ends the run: a benchmark of failures says nothing.
 */
export async function measure(load: Load): Promise<number> {
  let answers = 0
  const end = performance.now() + load.seconds * 1000
  const begin = performance.now()
  const count = (millis: number) => {
    answers += 1
    load.onAnswer?.(millis)
  }
  await Promise.all(Array.from({ length: load.connections }, (_, i) => run(load, i, count, end)))
  return answers / ((performance.now() - begin) / 1000)
}

function run(load: Load, first: number, count: (millis: number) => void, end: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(load.port, '127.0.0.1')
    socket.setNoDelay(true)
    let turn = first
    let received: Buffer = Buffer.alloc(0)
    let sent = 0
    const send = () => {
      const request = load.requests[turn++ % load.requests.length]
      sent = performance.now()
      if (request) socket.write(request)
    }
    socket.on('connect', send)
    socket.on('error', reject)
    load.signal?.addEventListener('abort', () => {
      socket.destroy()
      resolve()
    })
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const length = answerLength(received)
      if (length === undefined || received.length < length) return
      if (!received.toString('latin1', 0, 12).endsWith('200')) {
        socket.destroy()
        reject(new Error(`not a success: ${received.toString('utf8')}`))
        return
      }
      received = received.subarray(length)
      count(performance.now() - sent)
      if (performance.now() < end) send()
      else {
        socket.end()
        resolve()
      }
    })
  })
}

/** Bytes of the first answer in the buffer, head and body; undefined while its head is not complete. */
function answerLength(received: Buffer): number | undefined {
  const head = received.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, head))?.[1]
  if (length === undefined) throw new Error('an answer without Content-Length')
  return head + 4 + Number(length)
}
