import type { Registry } from 'prom-client'
import { Gauge } from 'prom-client'
import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Clocks, Store } from '#kms/ports.ts'
import type { Log } from './log.ts'

export type WatchedStore = Pick<Store, 'due' | 'nextDue' | 'treeHeads' | 'checkpoint'>

/** How far overdue work is counted. */
const MOST_DUE = 1000

type Value = readonly [sandbox: SandboxId, value: number]

/** Gauges of what stands in the store, read whenever somebody asks. What cannot be read is left out of the answer. */
export function watchStore(registry: Registry, store: WatchedStore, clocks: Clocks, log: Pick<Log, 'warn'>): void {
  const gauge = (name: string, help: string, read: () => Promise<readonly Value[]>) =>
    new Gauge({
      registers: [registry],
      name,
      help,
      labelNames: ['sandbox'],
      async collect() {
        this.reset()
        try {
          for (const [sandbox, value] of await read()) this.set({ sandbox }, value)
        } catch (error) {
          log.warn('a metric cannot be read', { metric: name, error: String(error) })
        }
      },
    })

  /** What has keys has a log. */
  const sandboxes = () => new Set([MAIN_SANDBOX, ...store.treeHeads().map(({ sandbox }) => sandbox)])

  gauge('keystead_due_keys', `Keys with work that is overdue, counted up to ${MOST_DUE}.`, async () => {
    const asked = [...sandboxes()].map((sandbox) => [sandbox, clocks.of(sandbox).now()] as const)
    const values: Value[] = []
    for (const [sandbox, now] of asked) values.push([sandbox, (await store.due(sandbox, now, MOST_DUE)).length])
    return values
  })
  gauge('keystead_next_due_timestamp_seconds', "When the next work falls due, on the sandbox's clock.", async () => {
    const values: Value[] = []
    for (const sandbox of sandboxes()) {
      const next = await store.nextDue(sandbox)
      if (next !== undefined) values.push([sandbox, next / 1000])
    }
    return values
  })
  gauge('keystead_audit_tree_size', 'Durable events of the audit log.', async () =>
    store.treeHeads().map(({ sandbox, size }) => [sandbox, size] as const),
  )
  const ofCheckpoints = async (read: (checkpoint: { size: number; text: string }) => number) => {
    const values: Value[] = []
    for (const { sandbox } of store.treeHeads()) {
      const newest = await store.checkpoint(sandbox)
      if (newest) values.push([sandbox, read(newest)])
    }
    return values
  }
  gauge('keystead_audit_checkpoint_size', 'Events that the newest signed checkpoint vouches for.', () =>
    ofCheckpoints(({ size }) => size),
  )
  gauge('keystead_audit_checkpoint_age_seconds', 'Since the newest checkpoint was signed.', () =>
    ofCheckpoints(({ text }) => (clocks.wall.now() - signedAt(text)) / 1000),
  )
}

/** The time in the text of a checkpoint, see `checkpointText`. */
function signedAt(text: string): number {
  return Date.parse(/^time (\S+)$/m.exec(text)?.[1] ?? '')
}
