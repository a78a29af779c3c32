import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as OTLP writes it in JSON: the members that tests look at. */
export interface SentSpan {
  readonly name: string
  readonly kind: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  readonly status: number
}

/** A collector of traces on a port of its own, which keeps what it is sent. */
export interface Collector extends AsyncDisposable {
  readonly url: string
  readonly bodies: readonly string[]
  spans(): readonly SentSpan[]
  /** Resolves when spans of all these names have come. */
  until(...names: readonly string[]): Promise<void>
}

/** `silent`: takes requests and never answers. */
export async function openCollector({ silent = false } = {}): Promise<Collector> {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    // What is cut off, as at the end of a test, is not kept.
    request.on('end', () => {
      bodies.push(body)
      server.emit('sent')
      if (silent) return
      const status = request.url === '/v1/traces' ? 200 : 404
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const spans = () => bodies.flatMap((body) => spansOf(JSON.parse(body)))
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    spans,
    async until(...names) {
      const missing = () => names.some((name) => !spans().some((span) => span.name === name))
      while (missing()) await once(server, 'sent')
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Traces {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly RawSpan[] }[] }[]
}

interface RawSpan extends Omit<SentSpan, 'attributes' | 'status'> {
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[]
  readonly status: { readonly code: number }
}

function spansOf({ resourceSpans }: Traces): readonly SentSpan[] {
  const raw = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
  return raw.map(({ name, kind, traceId, spanId, parentSpanId, attributes, status }) => ({
    ...{ name, kind, traceId, spanId, parentSpanId, status: status.code },
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
  }))
}
