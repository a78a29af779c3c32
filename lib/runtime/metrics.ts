import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CacheTally, CallObserver, CommitObserver, StoreObserver } from '#kernel/observer.ts'
import type { Clocks } from '#kms/ports.ts'
import type { Log } from './log.ts'
import { codeLabels, operationLabel } from './metrics-labels.ts'
import type { WatchedStore } from './metrics-state.ts'
import { watchStore } from './metrics-state.ts'

/** What the caches are called; each counts for itself. */
const CACHES = ['keys', 'aliases', 'grants', 'materials', 'signing_keys'] as const
type Cache = (typeof CACHES)[number]

const CALL_SECONDS = [1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

/** The numbers of a running system, see docs/metrics.md. No label holds a key, a principal or an account. */
export interface Metrics {
  readonly calls: CallObserver
  /** A call drew on a request quota that had not enough left. */
  throttled(quota: string): void
  readonly store: StoreObserver
  readonly caches: Readonly<Record<Cache, CacheTally>>
  readonly registry: Registry
  readonly contentType: string
  /** Reads, whenever somebody asks, what stands in the store. */
  watch(store: WatchedStore, clocks: Clocks): void
  /** The text format of Prometheus. */
  text(): Promise<string>
}

export function createMetrics(version: string, log: Pick<Log, 'warn'>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  aboutBuild(registry, version)
  const caches = tallies()
  aboutCaches(registry, caches)
  return {
    calls: aboutCalls(registry),
    throttled: aboutQuotas(registry),
    store: { commits: aboutCommits(registry), caches },
    caches,
    registry,
    contentType: registry.contentType,
    watch: (store, clocks) => watchStore(registry, store, clocks, log),
    text: () => registry.metrics(),
  }
}

function tallies(): Record<Cache, CacheTally> {
  const none = () => ({ hits: 0, misses: 0 })
  return { keys: none(), aliases: none(), grants: none(), materials: none(), signing_keys: none() }
}

function aboutBuild(registry: Registry, version: string): void {
  const registers = [registry]
  const help = 'Always 1; the label is the version that runs.'
  new Gauge({ registers, name: 'keystead_build_info', help, labelNames: ['version'] }).set({ version }, 1)
}

function aboutCalls(registry: Registry): CallObserver {
  const registers = [registry]
  const requests = new Counter({
    registers,
    name: 'keystead_requests_total',
    help: 'Calls that have ended, by what became of them: OK or the code of the error.',
    labelNames: ['face', 'service', 'operation', 'code'],
  })
  const duration = new Histogram({
    registers,
    name: 'keystead_request_duration_seconds',
    help: 'From the request to its answer, the wait for the log included.',
    labelNames: ['service', 'operation'],
    buckets: CALL_SECONDS,
  })
  const throttled = new Counter({
    registers,
    name: 'keystead_requests_throttled_total',
    help: 'Calls answered ThrottlingException: by a request quota, by a fault, or because too much waits for the log.',
    labelNames: ['service', 'operation'],
  })
  const codeLabel = codeLabels()
  return {
    began() {},
    ended({ face, service, operation: named, code, seconds }) {
      const operation = operationLabel(service, named)
      requests.inc({ face, service, operation, code: codeLabel(code) })
      duration.observe({ service, operation }, seconds)
      if (code === 'ThrottlingException') throttled.inc({ service, operation })
    },
  }
}

function aboutQuotas(registry: Registry): Metrics['throttled'] {
  const refusals = new Counter({
    registers: [registry],
    name: 'keystead_throttled_total',
    help: 'Calls refused by a request quota, by the quota; all custom key stores are one.',
    labelNames: ['class'],
  })
  return (quota) => refusals.inc({ class: quota })
}

function aboutCommits(registry: Registry): CommitObserver {
  const registers = [registry]
  const histogram = (name: string, help: string, buckets: number[]) => new Histogram({ registers, name, help, buckets })
  const transactions = histogram(
    'keystead_commit_batch_transactions',
    'Transactions that were written together.',
    BATCH_SIZES,
  )
  const events = histogram('keystead_commit_batch_events', 'Audit events that were written together.', BATCH_SIZES)
  const write = histogram(
    'keystead_commit_write_seconds',
    'From handing a batch to the writer until it is durable.',
    CALL_SECONDS,
  )
  const wait = histogram(
    'keystead_commit_wait_seconds',
    'From handing in a transaction until its answer is released, the wait for the batch before it included.',
    CALL_SECONDS,
  )
  const failures = new Counter({
    registers,
    name: 'keystead_commit_failures_total',
    help: 'Batches that could not be written; their calls failed.',
  })
  let waitingNow = 0
  new Gauge({
    registers,
    name: 'keystead_commit_queue_length',
    help: 'Transactions that wait while a batch is being written.',
    collect() {
      this.set(waitingNow)
    },
  })
  return {
    waiting(count) {
      waitingNow = count
    },
    written(batch) {
      transactions.observe(batch.transactions)
      events.observe(batch.events)
      write.observe(batch.seconds)
    },
    failed: () => failures.inc(),
    released: (seconds) => wait.observe(seconds),
  }
}

function aboutCaches(registry: Registry, caches: Readonly<Record<Cache, CacheTally>>): void {
  const counter = (name: string, help: string, count: (tally: CacheTally) => number) =>
    new Counter({
      registers: [registry],
      name,
      help,
      labelNames: ['cache'],
      collect() {
        this.reset()
        for (const cache of CACHES) this.inc({ cache }, count(caches[cache]))
      },
    })
  counter('keystead_cache_hits_total', 'Look-ups that found what they asked for in memory.', ({ hits }) => hits)
  counter('keystead_cache_misses_total', 'Look-ups that did not.', ({ misses }) => misses)
}
