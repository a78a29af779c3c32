import { describe, expect, it } from 'vitest'
import type { RequestId } from '#kernel/ids.ts'
import type { EndedCall } from '#kernel/observer.ts'
import { systemIds } from '#kernel/random.ts'
import { createKms } from '#kms/execute.ts'
import { openCollector } from '#testing/collector.ts'
import { openHarness } from '#testing/harness.ts'
import { observed } from './observed.ts'
import type { Tracing } from './tracing.ts'
import { openTracing, tracedStore } from './tracing.ts'
import { sendTraces } from './tracing-otlp.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'
/** Kinds and codes as OTLP numbers them. */
const [SERVER, UNSET, ERROR] = [2, 0, 2]

function recorder() {
  const lines: string[] = []
  const note = (message: string) => lines.push(message)
  return { lines, log: { info: note, warn: note } }
}

const settings = (url: string) => ({ url: `${url}/v1/traces`, serviceName: 'test' })

/** A whole call, as the wire tells of it. */
async function call({ calls, step }: Tracing, traceparent: string, more: Partial<EndedCall> = {}) {
  const id = systemIds.uuid() as RequestId
  calls.began(id, traceparent)
  await step(id, 'authorize', () => undefined)
  const common = { id, face: 'wire', service: 'kms', operation: 'Encrypt', code: 'OK', status: 200 } as const
  calls.ended({ ...common, isServerFault: false, seconds: 0.001, ...more })
  return id
}

async function closedCollector() {
  await using collector = await openCollector()
  return collector
}

describe('traces', () => {
  it('are not opened, and nothing is loaded for them, where nobody wants them', async () => {
    expect(await openTracing(undefined, '1', recorder().log)).toBeUndefined()
  })

  it('have a span for each call, below the one that its traceparent names, and spans for its parts', async () => {
    await using collector = await openCollector()
    const { lines, log } = recorder()
    const tracing = sendTraces(settings(collector.url), '1', log)
    const id = await call(tracing, `00-${TRACE}-${SPAN}-01`)
    await tracing.close()
    const [authorize, encrypt] = collector.spans()
    expect(encrypt).toEqual({
      name: 'KMS.Encrypt',
      kind: SERVER,
      traceId: TRACE,
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      parentSpanId: SPAN,
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.service': 'KMS',
        'rpc.method': 'Encrypt',
        'aws.request_id': id,
        'http.response.status_code': 200,
      },
      status: UNSET,
    })
    expect(authorize).toMatchObject({ name: 'authorize', traceId: TRACE, parentSpanId: encrypt?.spanId })
    expect(collector.bodies[0]).toContain('"service.name"')
    expect(lines).toEqual([])
  })

  it('tell errors by their code, and blame the server only for its own', async () => {
    await using collector = await openCollector()
    const tracing = sendTraces(settings(collector.url), '1', recorder().log)
    await call(tracing, '', { code: 'AccessDeniedException', status: 400 })
    await call(tracing, '', { code: 'KMSInternalException', status: 500, isServerFault: true })
    await call(tracing, '', { operation: 'Made1Up', code: 'UnknownOperationException', status: 400 })
    await tracing.close()
    const servers = collector.spans().filter(({ kind }) => kind === SERVER)
    expect(servers.map(({ name, status, attributes }) => [name, status, attributes['keystead.error_code']])).toEqual([
      ['KMS.Encrypt', UNSET, 'AccessDeniedException'],
      ['KMS.Encrypt', ERROR, 'KMSInternalException'],
      ['KMS.UnknownOperation', UNSET, 'UnknownOperationException'],
    ])
  })

  it.each(['nonsense', `00-${TRACE}-0000000000000000-01`, `ff-${TRACE}-${SPAN}-01`])(
    'begin anew where the traceparent is %s',
    async (traceparent) => {
      await using collector = await openCollector()
      const tracing = sendTraces(settings(collector.url), '1', recorder().log)
      await call(tracing, traceparent)
      await tracing.close()
      const encrypt = collector.spans().find(({ name }) => name === 'KMS.Encrypt')
      expect(encrypt?.parentSpanId).toBeUndefined()
      expect(encrypt?.traceId).not.toBe(TRACE)
    },
  )

  it('are not recorded where the caller records none', async () => {
    await using collector = await openCollector()
    const tracing = sendTraces(settings(collector.url), '1', recorder().log)
    await call(tracing, `00-${TRACE}-${SPAN}-00`)
    await tracing.close()
    expect(collector.spans()).toEqual([])
  })

  it('show where the time of a call of the console goes, and hold nothing of it', async () => {
    await using collector = await openCollector()
    const tracing = sendTraces(settings(collector.url), '1', recorder().log)
    const harness = await openHarness()
    const { KeyId = '' } = await harness.newKey()
    const ports = { ...harness.ports, step: tracing.step, store: tracedStore(harness.ports.store, tracing.step) }
    const kms = observed('kms', createKms(ports), tracing.calls)
    const wire = harness.caller()
    const caller = { ...wire, request: { ...wire.request, face: 'console' as const } }
    await kms.execute('DescribeKey', { KeyId }, caller)
    await tracing.close()
    const spans = collector.spans()
    const top = spans.find(({ name }) => name === 'KMS.DescribeKey')
    expect(top?.attributes).not.toHaveProperty(['http.response.status_code'])
    const parts = spans.filter(({ parentSpanId }) => parentSpanId === top?.spanId)
    expect(parts.map(({ name }) => name)).toEqual(['authorize', 'run', 'commit'])
    for (const hidden of [KeyId, wire.principal.arn, wire.scope.account]) {
      expect(collector.bodies.join()).not.toContain(hidden)
    }
  })
})

describe('a collector', () => {
  it('that is away holds up neither calls nor the end', async () => {
    const { lines, log } = recorder()
    const { url } = await closedCollector()
    const tracing = sendTraces(settings(url), '1', log, 50)
    for (let n = 0; n < 20_000; n++) await call(tracing, '')
    await tracing.close()
    expect(lines).toEqual(['the last traces were not sent: the collector does not answer'])
  })

  it('that refuses what it is sent is told of in the log', async () => {
    await using collector = await openCollector()
    const { lines, log } = recorder()
    const tracing = sendTraces({ url: `${collector.url}/nowhere`, serviceName: 'test' }, '1', log)
    await call(tracing, '')
    await tracing.close()
    expect(lines).toEqual(['traces cannot be sent', 'the last traces were not sent'])
  })

  it('that never answers holds up neither calls nor the end', async () => {
    await using collector = await openCollector({ silent: true })
    const { lines, log } = recorder()
    const tracing = sendTraces(settings(collector.url), '1', log, 50)
    for (let n = 0; n < 20_000; n++) await call(tracing, '')
    await tracing.close()
    expect(lines).toEqual(['the last traces were not sent: the collector does not answer'])
  })
})
