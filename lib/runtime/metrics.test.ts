import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkpointText } from '#audit/checkpoint.ts'
import { isoMillis } from '#kernel/clock.ts'
import type { RequestId, SandboxId } from '#kernel/ids.ts'
import type { EndedCall } from '#kernel/observer.ts'
import { systemIds } from '#kernel/random.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { openHarness } from '#testing/harness.ts'
import { administering } from '#testing/sandboxes.ts'
import { createMetrics } from './metrics.ts'

function setUp() {
  const warnings: unknown[] = []
  const metrics = createMetrics('1.2.3', { warn: (message, fields) => warnings.push({ message, ...fields }) })
  /** The lines of one metric, without what is said of it. */
  const lines = async (name: string) =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'))
  return { metrics, warnings, lines }
}

const ended = (call: Partial<EndedCall>): EndedCall => ({
  ...{ id: systemIds.uuid() as RequestId, face: 'wire', service: 'kms', operation: 'Encrypt', code: 'OK' },
  ...{ isServerFault: false, seconds: 0.0004, status: 200, ...call },
})

describe('metrics of calls', () => {
  it('count by face, service, operation and code', async () => {
    const { metrics, lines } = setUp()
    metrics.calls.ended(ended({}))
    metrics.calls.ended(ended({}))
    metrics.calls.ended(ended({ face: 'console', code: 'AccessDeniedException' }))
    metrics.calls.ended(ended({ service: 'sts', operation: 'GetCallerIdentity' }))
    expect(await lines('keystead_requests_total')).toEqual([
      'keystead_requests_total{face="wire",service="kms",operation="Encrypt",code="OK"} 2',
      'keystead_requests_total{face="console",service="kms",operation="Encrypt",code="AccessDeniedException"} 1',
      'keystead_requests_total{face="wire",service="sts",operation="GetCallerIdentity",code="OK"} 1',
    ])
    const of = '{service="kms",operation="Encrypt"}'
    expect(await lines('keystead_request_duration_seconds_count')).toContain(
      `keystead_request_duration_seconds_count${of} 3`,
    )
    expect(await lines('keystead_request_duration_seconds_bucket')).toEqual(
      expect.arrayContaining([
        'keystead_request_duration_seconds_bucket{le="0.00025",service="kms",operation="Encrypt"} 0',
        'keystead_request_duration_seconds_bucket{le="0.0005",service="kms",operation="Encrypt"} 3',
      ]),
    )
  })

  it('give 1,000 made-up operations one series, and so those that another service has', async () => {
    const { metrics, lines } = setUp()
    for (let n = 0; n < 1000; n++)
      metrics.calls.ended(ended({ operation: `Made${n}`, code: 'UnknownOperationException' }))
    metrics.calls.ended(ended({ service: 'iam', operation: 'constructor', code: 'InvalidAction' }))
    metrics.calls.ended(ended({ service: 'iam', operation: 'Encrypt', code: 'InvalidAction' }))
    expect(await lines('keystead_requests_total')).toEqual([
      'keystead_requests_total{face="wire",service="kms",operation="UnknownOperation",code="UnknownOperationException"} 1000',
      'keystead_requests_total{face="wire",service="iam",operation="UnknownOperation",code="InvalidAction"} 2',
    ])
    expect(await lines('keystead_request_duration_seconds_count')).toHaveLength(2)
  })

  it('end, should codes ever be made up', async () => {
    const { metrics, lines } = setUp()
    for (let n = 0; n < 1000; n++) metrics.calls.ended(ended({ code: `Code${n}` }))
    const found = await lines('keystead_requests_total')
    expect(found).toHaveLength(257)
    expect(found.at(-1)).toContain('code="OtherError"} 744')
  })

  it('tell throttled calls apart', async () => {
    const { metrics, lines } = setUp()
    metrics.calls.ended(ended({}))
    metrics.calls.ended(ended({ code: 'ThrottlingException' }))
    expect(await lines('keystead_requests_throttled_total')).toEqual([
      'keystead_requests_throttled_total{service="kms",operation="Encrypt"} 1',
    ])
  })
})

describe('metrics of request quotas', () => {
  it('count refusals by the quota', async () => {
    const { metrics, lines } = setUp()
    for (const quota of ['CreateKey', 'keyStore', 'CreateKey']) metrics.throttled(quota)
    expect(await lines('keystead_throttled_total')).toEqual([
      'keystead_throttled_total{class="CreateKey"} 2',
      'keystead_throttled_total{class="keyStore"} 1',
    ])
  })
})

describe('metrics of the store', () => {
  it('tell batches, waits, failures and the queue', async () => {
    const { metrics, lines } = setUp()
    const { commits } = metrics.store
    commits.waiting(7)
    commits.written({ transactions: 3, events: 4, seconds: 0.002 })
    commits.released(0.003)
    commits.failed()
    expect(await lines('keystead_commit_queue_length')).toEqual(['keystead_commit_queue_length 7'])
    expect(await lines('keystead_commit_failures_total')).toEqual(['keystead_commit_failures_total 1'])
    expect(await lines('keystead_commit_batch_transactions_sum')).toEqual(['keystead_commit_batch_transactions_sum 3'])
    expect(await lines('keystead_commit_batch_events_sum')).toEqual(['keystead_commit_batch_events_sum 4'])
    expect(await lines('keystead_commit_write_seconds_sum')).toEqual(['keystead_commit_write_seconds_sum 0.002'])
    expect(await lines('keystead_commit_wait_seconds_sum')).toEqual(['keystead_commit_wait_seconds_sum 0.003'])
  })

  it('tell what the caches counted', async () => {
    const { metrics, lines } = setUp()
    metrics.caches.signing_keys.hits += 5
    metrics.store.caches.keys.misses++
    expect(await lines('keystead_cache_hits_total')).toContain('keystead_cache_hits_total{cache="signing_keys"} 5')
    expect(await lines('keystead_cache_misses_total')).toContain('keystead_cache_misses_total{cache="keys"} 1')
  })

  it('tell of due work and of the log, as the store has it when asked', async () => {
    const { metrics, lines } = setUp()
    const { ports, newKey, call, clock } = await openHarness()
    metrics.watch(ports.store, ports.clocks)
    const { KeyId = '' } = await newKey()
    expect(await lines('keystead_next_due')).toEqual([])
    await call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 })
    const [due] = await lines('keystead_next_due_timestamp_seconds')
    const week = 7 * 86_400
    expect(Number(due?.split(' ')[1])).toBeCloseTo(clock.now() / 1000 + week, -1)
    expect(await lines('keystead_due_keys')).toEqual(['keystead_due_keys{sandbox="main"} 0'])
    clock.advance((week + 60) * 1000)
    expect(await lines('keystead_due_keys')).toEqual(['keystead_due_keys{sandbox="main"} 1'])
    expect(await lines('keystead_audit_tree_size')).toEqual(['keystead_audit_tree_size{sandbox="main"} 2'])
  })

  it('tell of due work in each sandbox, by its own clock', async () => {
    const { metrics, lines } = setUp()
    const kms = await openHarness()
    metrics.watch(kms.ports.store, kms.ports.clocks)
    const id = 'a' as SandboxId
    const admin = administering(kms)
    await admin('CreateSandbox', { name: id, clock: { set: '2030-01-01T00:00:00Z', freeze: true } })
    const caller = kms.caller({ sandbox: id })
    const { KeyId } = await kms.newKey({}, caller)
    await kms.call('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }, caller)
    expect(await lines('keystead_due_keys')).toContain('keystead_due_keys{sandbox="a"} 0')
    const at = Date.UTC(2030, 0, 8) / 1000
    expect(await lines('keystead_next_due')).toEqual([`keystead_next_due_timestamp_seconds{sandbox="a"} ${at}`])
    await kms.call('CancelKeyDeletion', { KeyId }, caller)
    expect(await lines('keystead_next_due')).toEqual([])
    await admin('DeleteSandbox', { id })
    expect(await lines('keystead_due_keys')).toEqual(['keystead_due_keys{sandbox="main"} 0'])
  })

  it('tell the size and the age of the newest checkpoint, of a log that has one', async () => {
    const { metrics, lines } = setUp()
    const { ports, newKey, clock } = await openHarness()
    await newKey()
    const signer = { publicKey: Buffer.alloc(32), sign: () => Buffer.alloc(64) }
    const signed = { origin: 'keystead/a/main', size: 1, root: Buffer.alloc(32), time: isoMillis(clock.now()) }
    const row = { sandbox: MAIN_SANDBOX, size: 1, text: checkpointText(signed, signer) }
    const newest: { row?: typeof row } = {}
    metrics.watch({ ...ports.store, checkpoint: async () => newest.row }, ports.clocks)
    expect(await lines('keystead_audit_checkpoint')).toEqual([])
    newest.row = row
    clock.advance(4_500)
    expect(await lines('keystead_audit_checkpoint')).toEqual([
      'keystead_audit_checkpoint_size{sandbox="main"} 1',
      'keystead_audit_checkpoint_age_seconds{sandbox="main"} 4.5',
    ])
  })

  it('leave out what cannot be read, say so, and tell the rest', async () => {
    const { metrics, warnings, lines } = setUp()
    const { ports } = await openHarness()
    const broken = { ...ports.store, due: () => Promise.reject(new Error('disk')) }
    metrics.watch(broken, ports.clocks)
    expect(await lines('keystead_due_keys')).toEqual([])
    expect(await lines('keystead_build_info')).toEqual(['keystead_build_info{version="1.2.3"} 1'])
    expect(warnings).toContainEqual({
      message: 'a metric cannot be read',
      metric: 'keystead_due_keys',
      error: 'Error: disk',
    })
  })
})

describe('docs/metrics.md', () => {
  it('has exactly the metrics that there are, with their kinds, labels and words', async () => {
    const { metrics } = setUp()
    const { ports } = await openHarness()
    metrics.watch(ports.store, ports.clocks)
    const rows = metrics.registry
      .getMetricsAsArray()
      .filter(({ name }) => name.startsWith('keystead_'))
      .map((metric) => {
        const labels: readonly string[] = Reflect.get(metric, 'labelNames')
        const shown = labels.map((label) => `\`${label}\``).join(', ')
        return `| \`${metric.name}\` | ${metric.type} | ${shown} | ${metric.help} |`
      })
    const text = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')
    expect(text.split('\n').filter((line) => line.startsWith('| `keystead_'))).toEqual(rows)
  })
})
