import type { ClientRequest, IncomingMessage } from 'node:http'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import type { Destination } from './destination.ts'
import { checkedLookup } from './destination.ts'
import type { XksFailure } from './failures.ts'
import { isXksProxyError, XksProxyError } from './failures.ts'
import type { Resolve } from './resolve.ts'
import { oncePerHost, resolveByServers, resolveBySystem } from './resolve.ts'

/** What AWS KMS waits for a proxy, from the call to the last byte of the answer. */
export const DEADLINE_MILLIS = 250
/** The largest right answer has 6 KB. */
export const ANSWER_LIMIT = 64 * 1024
const IDLE_MILLIS = 30_000
/** After which the next address of a host is tried: Node's own 250 would take the whole time of a call. */
const ADDRESS_MILLIS = 50

export interface TransportOptions {
  /** `DEADLINE_MILLIS` where it is left out. */
  readonly deadlineMillis?: number
  /** Certificates of authorities to trust instead of those that Node trusts, in PEM. */
  readonly ca?: string
  /** Where it is left out: the system for hosts that the operator listed, name servers for all others. */
  readonly resolve?: Resolve
}

export interface HttpAnswer {
  readonly status: number
  readonly body: Buffer
}

/** Posts to proxies: the one place of the program that opens connections to hosts that users name. */
export interface Transport {
  /** Rejects with XksProxyError. Follows no redirects. */
  post(to: Destination, path: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<HttpAnswer>
  /** Ends the connections that are kept open. */
  close(): void
}

/** Connections are kept open and used again, TLS 1.2 or later; proxies of the environment are none of ours. */
export function createTransport({ deadlineMillis = DEADLINE_MILLIS, ca, resolve }: TransportOptions): Transport {
  const keeping = { keepAlive: true, timeout: IDLE_MILLIS, maxSockets: 128, maxFreeSockets: 16 }
  const plain = new HttpAgent(keeping)
  const secure = new HttpsAgent({ ...keeping, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca && { ca }) })

  const ofListed = oncePerHost(resolve ?? resolveBySystem)
  const ofOthers = oncePerHost(resolve ?? resolveByServers(deadlineMillis))

  function send(to: Destination, path: string, headers: Readonly<Record<string, string>>): ClientRequest {
    const { host, port, isListed } = to
    const lookup = checkedLookup(isListed, isListed ? ofListed : ofOthers)
    const bare = host.replace(/^\[(.*)\]$/, '$1')
    const connecting = { host: bare, port, lookup, autoSelectFamilyAttemptTimeout: ADDRESS_MILLIS }
    const options = { ...connecting, path, method: 'POST', headers, setHost: false }
    return to.scheme === 'https'
      ? httpsRequest({ ...options, agent: secure })
      : httpRequest({ ...options, agent: plain })
  }

  return {
    async post(to, path, headers, body) {
      const deadline = afterMillis(deadlineMillis)
      try {
        for (;;) {
          const answer = await exchange(send(to, path, headers), body, deadline.signal)
          if (answer !== 'stale') return answer
        }
      } finally {
        deadline.end()
      }
    },
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}

const STEPS = 10

/**
 * Aborts after so long. Time in which this process stood still, as on a busy machine, counts for no more than one step:
 * the proxy may have answered meanwhile, and nobody was there to read it.
 */
function afterMillis(millis: number): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  let steps = 0
  const timer = setInterval(() => {
    steps += 1
    if (steps === STEPS) controller.abort()
  }, millis / STEPS)
  return { signal: controller.signal, end: () => clearInterval(timer) }
}

/** How far a request has come: what went wrong follows from it. */
type Phase = 'connecting' | 'securing' | 'asking'

/** Codes of a connection that the other side closed. */
const CLOSED: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE'])

const FAILURE_IN: Readonly<Record<Phase, XksFailure>> = {
  connecting: 'unreachable',
  securing: 'tls',
  asking: 'unreachable',
}

/** `stale` when the proxy closed a kept connection just as it was used again: it has not answered, and may be asked anew. */
function exchange(request: ClientRequest, body: Buffer, deadline: AbortSignal): Promise<HttpAnswer | 'stale'> {
  return new Promise((resolve, reject) => {
    let phase: Phase = 'connecting'
    const late = () => fail(new XksProxyError('timeout', `no answer in time; the connection was ${phase}`))
    const fail = (error: XksProxyError) => {
      deadline.removeEventListener('abort', late)
      reject(error)
      request.destroy()
    }
    deadline.addEventListener('abort', late)
    follow(request, (reached) => {
      phase = reached
    })
    const done = (answer: HttpAnswer | 'stale') => {
      deadline.removeEventListener('abort', late)
      resolve(answer)
    }
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (request.reusedSocket && CLOSED.has(error.code)) done('stale')
      else fail(failureOf(error, phase))
    })
    request.on('response', (response) => read(response).then(done, fail))
    if (deadline.aborted) late()
    else request.end(body)
  })
}

function follow(request: ClientRequest, reached: (phase: Phase) => void): void {
  request.once('socket', (socket: Socket) => {
    if (request.reusedSocket) return reached('asking')
    const isSecure = 'encrypted' in socket
    socket.once('connect', () => reached(isSecure ? 'securing' : 'asking'))
    socket.once('secureConnect', () => reached('asking'))
  })
}

function failureOf(error: NodeJS.ErrnoException, phase: Phase): XksProxyError {
  if (isXksProxyError(error)) return error
  const { code = 'unknown' } = error
  if (code.startsWith('HPE_')) return new XksProxyError('unparsable', `the answer is no HTTP: ${code}`)
  return new XksProxyError(FAILURE_IN[phase], `${code} while ${phase}`, { cause: error })
}

/** The whole answer; rejects with XksProxyError once it is too large, or where it breaks off. */
function read(response: IncomingMessage): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    response.on('data', (chunk: Buffer) => {
      length += chunk.length
      chunks.push(chunk)
      if (length > ANSWER_LIMIT) reject(new XksProxyError('unparsable', `the answer is over ${ANSWER_LIMIT} bytes`))
    })
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks, length) }))
    response.on('error', () => reject(new XksProxyError('unreachable', 'the answer broke off')))
  })
}
