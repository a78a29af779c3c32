import type { Context, Span, Tracer } from '@opentelemetry/api'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import type { RequestId } from '#kernel/ids.ts'
import type { CallObserver, EndedCall, Step } from '#kernel/observer.ts'
import { operationLabel } from './metrics-labels.ts'

/**
 * One span for each call, child of the span that its traceparent names, and one for each of its parts. They say
 * which operation it was and how it ended; never what it was about or who called.
 */
export function spansOfCalls(tracer: Tracer): { readonly calls: CallObserver; readonly step: Step } {
  const underway = new Map<RequestId, { readonly span: Span; readonly context: Context }>()

  const step: Step = async (id, name, work) => {
    const call = underway.get(id)
    if (!call) return await work()
    const span = tracer.startSpan(name, {}, call.context)
    try {
      return await work()
    } finally {
      span.end()
    }
  }

  const calls: CallObserver = {
    began(id, traceparent) {
      const remote = traceparent === '' ? null : parseTraceParent(traceparent)
      const above = remote ? trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true }) : ROOT_CONTEXT
      // Which operation it is turns out on the way.
      const span = tracer.startSpan('call', { kind: SpanKind.SERVER }, above)
      underway.set(id, { span, context: trace.setSpan(above, span) })
    },
    ended(call) {
      const span = underway.get(call.id)?.span
      underway.delete(call.id)
      if (span) finish(span, call)
    },
  }
  return { calls, step }
}

/** Names by the semantic conventions of OpenTelemetry for AWS SDKs and RPC. */
function finish(span: Span, { id, service, operation: named, code, isServerFault, status }: EndedCall): void {
  const operation = operationLabel(service, named)
  const rpcService = service.toUpperCase()
  span.updateName(`${rpcService}.${operation}`)
  span.setAttributes({
    'rpc.system': 'aws-api',
    'rpc.service': rpcService,
    'rpc.method': operation,
    'aws.request_id': id,
    ...(status !== undefined && { 'http.response.status_code': status }),
    ...(code !== 'OK' && { 'keystead.error_code': code }),
  })
  if (isServerFault) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}
