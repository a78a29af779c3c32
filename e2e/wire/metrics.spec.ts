import { DescribeKeyCommand } from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCollector } from '#testing/collector.ts'
import { type Server, startServer } from '../support/server.ts'
import { kmsOf, post, sendRaw, stsOf } from './clients.ts'
import { answerOf, callJson, textAt } from './json-call.ts'

/** A sample of the text format: `name{label="value",…}` and its number. */
type Samples = ReadonlyMap<string, number>

const HELP = /^# HELP ([a-z_:][\w:]*) \S.*$/i
const TYPE = /^# TYPE ([a-z_:][\w:]*) (counter|gauge|histogram|summary)$/i
const LABELS = /^(?:[a-z_]\w*="[^"\\]*",)*[a-z_]\w*="[^"\\]*"$/i
const SAMPLE = /^(?<name>[a-z_:][\w:]*)(?:\{(?<labels>[^}]*)\})? (?<value>[-+]?(?:\d[\d.e+-]*|Inf)|NaN)$/i

/** Reads the text format of Prometheus (version 0.0.4), and throws for any line that is not of it. */
function parsed(text: string): Samples {
  expect(text.endsWith('\n')).toBe(true)
  const samples = new Map<string, number>()
  const declared = new Set<string>()
  for (const line of text.split('\n').filter((line) => line !== '')) {
    if (HELP.test(line)) continue
    const type = TYPE.exec(line)
    if (type?.[1]) declared.add(type[1])
    if (type) continue
    const { name, labels, value } = SAMPLE.exec(line)?.groups ?? {}
    const known = name !== undefined && [name, name.replace(/_(bucket|sum|count)$/, '')].some((n) => declared.has(n))
    if (!known || value === undefined) throw new Error(`no sample of a declared metric: ${line}`)
    if (labels !== undefined && !LABELS.test(labels)) throw new Error(`no labels: ${line}`)
    const id = labels === undefined ? name : `${name}{${labels}}`
    if (samples.has(id)) throw new Error(`twice: ${id}`)
    samples.set(id, Number(value.replace('Inf', 'Infinity')))
  }
  return samples
}

async function read(server: Server): Promise<Samples> {
  const answer = await fetch(`${server.url}/metrics`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  return parsed(await answer.text())
}

const requests = (service: string, operation: string, code: string) =>
  `keystead_requests_total{face="wire",service="${service}",operation="${operation}",code="${code}"}`

describe('GET /metrics', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ console: false })
  })
  afterAll(() => server.stop())

  it('counts calls exactly, those that failed by their code', async () => {
    const KeyId = textAt(await answerOf(server, 'CreateKey', {}), 'KeyMetadata.KeyId')
    const before = await read(server)
    const Plaintext = Buffer.from('secret').toString('base64')
    for (let n = 0; n < 7; n++) await answerOf(server, 'Encrypt', { KeyId, Plaintext })
    await kmsOf(server).send(new DescribeKeyCommand({ KeyId }))
    await stsOf(server).send(new GetCallerIdentityCommand({}))
    expect((await callJson(server, 'Encrypt', { KeyId: 'alias/none', Plaintext })).code).toBe('NotFoundException')
    await post(server, [['x-amz-target', 'TrentService.Encrypt']], '{}')
    for (let n = 0; n < 20; n++) await sendRaw(server, { target: `TrentService.Made${n}`, body: '{}' })
    const after = await read(server)
    const grown = Object.fromEntries(
      [...after]
        .filter(([id]) => id.startsWith('keystead_requests_total'))
        .map(([id, n]) => [id, n - (before.get(id) ?? 0)]),
    )
    expect(grown).toEqual({
      [requests('kms', 'CreateKey', 'OK')]: 0,
      [requests('kms', 'Encrypt', 'OK')]: 7,
      [requests('kms', 'Encrypt', 'NotFoundException')]: 1,
      [requests('kms', 'Encrypt', 'MissingAuthenticationTokenException')]: 1,
      [requests('kms', 'DescribeKey', 'OK')]: 1,
      [requests('sts', 'GetCallerIdentity', 'OK')]: 1,
      [requests('kms', 'UnknownOperation', 'UnknownOperationException')]: 20,
    })
    const of = 'service="kms",operation="Encrypt"'
    expect(after.get(`keystead_request_duration_seconds_count{${of}}`)).toBe(9)
    expect(after.get(`keystead_request_duration_seconds_bucket{le="+Inf",${of}}`)).toBe(9)
  })

  it('tells of the writer, the caches, the log and the process', async () => {
    await answerOf(server, 'ListKeys', {})
    const samples = await read(server)
    const at = (id: string) => samples.get(id) ?? Number.NaN
    const transactions = at('keystead_commit_batch_transactions_sum')
    expect(transactions).toBeGreaterThan(25)
    expect(at('keystead_commit_wait_seconds_count')).toBe(transactions)
    expect(at('keystead_commit_batch_events_sum')).toBeGreaterThan(25)
    expect(at('keystead_commit_write_seconds_count')).toBe(at('keystead_commit_batch_transactions_count'))
    expect(at('keystead_commit_failures_total')).toBe(0)
    expect(at('keystead_commit_queue_length')).toBe(0)
    for (const cache of ['keys', 'materials', 'signing_keys']) {
      expect(at(`keystead_cache_hits_total{cache="${cache}"}`)).toBeGreaterThan(0)
    }
    expect(at('keystead_due_keys{sandbox="main"}')).toBe(0)
    expect(at('keystead_audit_tree_size{sandbox="main"}')).toBeGreaterThan(25)
    expect(at('keystead_audit_checkpoint_size{sandbox="main"}')).toBeGreaterThan(0)
    expect(at('keystead_audit_checkpoint_age_seconds{sandbox="main"}')).toBeGreaterThanOrEqual(0)
    expect(at('process_resident_memory_bytes')).toBeGreaterThan(1e6)
  })

  it('holds no key, principal or account', async () => {
    const KeyId = textAt(await answerOf(server, 'CreateKey', {}), 'KeyMetadata.KeyId')
    await answerOf(server, 'DescribeKey', { KeyId })
    const text = await (await fetch(`${server.url}/metrics`)).text()
    for (const hidden of [KeyId, server.accessKeyId, '111122223333', 'arn:']) expect(text).not.toContain(hidden)
  })

  it('asks for credentials what a proxy has passed on, and refuses foreign pages', async () => {
    const ask = async (headers: Record<string, string>) => (await fetch(`${server.url}/metrics`, { headers })).status
    const basic = `Basic ${Buffer.from(`${server.accessKeyId}:${server.secretAccessKey}`).toString('base64')}`
    const passedOn = { 'x-forwarded-for': '192.0.2.1' }
    expect(await ask(passedOn)).toBe(401)
    expect(await ask({ ...passedOn, authorization: basic })).toBe(200)
    expect(await ask({ origin: 'https://evil.example', authorization: basic })).toBe(403)
  })
})

describe('traces', () => {
  const TRACE = '0af7651916cd43dd8448eb211c80319c'
  const SPAN = 'b7ad6b7169203331'

  it('of a call come to the collector, below the span that its traceparent names', async () => {
    await using collector = await openCollector()
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'kms-test' }
    await using server = await startServer({ console: false, env })
    const KeyId = textAt(await answerOf(server, 'CreateKey', {}), 'KeyMetadata.KeyId')
    const headers = { traceparent: `00-${TRACE}-${SPAN}-01` }
    const body = JSON.stringify({ KeyId, Plaintext: Buffer.from('secret').toString('base64') })
    await sendRaw(server, { target: 'TrentService.Encrypt', body, headers })
    await sendRaw(server, { target: 'TrentService.Encrypt', body: '{"KeyId":"alias/none","Plaintext":"YQ=="}' })
    await collector.until('KMS.CreateKey', 'KMS.Encrypt')
    await server.stop()
    const spans = collector.spans()
    const [called, failed] = spans.filter(({ name }) => name === 'KMS.Encrypt')
    expect(called).toMatchObject({ traceId: TRACE, parentSpanId: SPAN })
    expect(called?.attributes).toMatchObject({ 'rpc.method': 'Encrypt', 'http.response.status_code': 200 })
    expect(spans.filter(({ parentSpanId }) => parentSpanId === called?.spanId).map(({ name }) => name)).toEqual([
      'authorize',
      'run',
      'commit',
    ])
    expect(failed?.parentSpanId).toBeUndefined()
    expect(failed?.attributes).toMatchObject({ 'keystead.error_code': 'NotFoundException' })
    const sent = collector.bodies.join()
    expect(sent).toContain('kms-test')
    for (const hidden of [KeyId, server.accessKeyId, '111122223333', 'alias/none']) expect(sent).not.toContain(hidden)
  })

  it('are lost, and nothing else is, when the collector never answers', async () => {
    await using collector = await openCollector({ silent: true })
    await using server = await startServer({ console: false, env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } })
    const answers = await Promise.all(Array.from({ length: 200 }, () => callJson(server, 'ListKeys', {})))
    expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200))
    const begun = performance.now()
    await server.stop()
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('are lost, and nothing else is, when there is no collector', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }
    await using server = await startServer({ console: false, env })
    for (let n = 0; n < 20; n++) expect((await callJson(server, 'ListKeys', {})).status).toBe(200)
    await server.stop()
  })

  it('are refused a collector that is no URL, in one line', async () => {
    const started = startServer({ console: false, env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' } })
    await expect(started).rejects.toThrow('OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://localhost:4318')
  })
})
