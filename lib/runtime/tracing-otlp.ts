import type { ExportResult } from '@opentelemetry/core'
import { ExportResultCode } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { TraceSettings } from './config.ts'
import type { Log } from './log.ts'
import type { Tracing } from './tracing.ts'
import { spansOfCalls } from './tracing-spans.ts'

/** How long one try of sending may take, the last one at the end of the process. */
const SEND_LIMIT = 5000
const CLOSE_LIMIT = 2000
/** Spans that wait to be sent. Further ones are dropped: a collector never holds up a call. */
const MOST_WAITING = 8192

/** Sends spans as OTLP over HTTP, in batches, beside the calls. */
export function sendTraces(
  { url, serviceName }: TraceSettings,
  version: string,
  log: Pick<Log, 'info' | 'warn'>,
  closeLimit = CLOSE_LIMIT,
): Tracing {
  const exporter = told(new OTLPTraceExporter({ url, timeoutMillis: SEND_LIMIT }), log)
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING, scheduledDelayMillis: 1000 })],
  })
  return {
    ...spansOfCalls(provider.getTracer('keystead', version)),
    async close() {
      const late = Promise.withResolvers<boolean>()
      const timer = setTimeout(() => late.resolve(false), closeLimit)
      const sent = provider.shutdown().then(
        () => true,
        (error: unknown) => {
          log.warn('the last traces were not sent', { error: String(error) })
          return true
        },
      )
      const isKnown = await Promise.race([sent, late.promise])
      clearTimeout(timer)
      if (!isKnown) log.warn('the last traces were not sent: the collector does not answer')
    },
  }
}

/** Tells once that sending began to fail, and once that it works again. */
function told(exporter: SpanExporter, log: Pick<Log, 'info' | 'warn'>): SpanExporter {
  let failing = false
  const note = ({ code, error }: ExportResult) => {
    const fails = code !== ExportResultCode.SUCCESS
    if (fails && !failing) log.warn('traces cannot be sent', { error: String(error) })
    if (!fails && failing) log.info('traces are sent again')
    failing = fails
  }
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        note(result)
        done(result)
      })
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}
