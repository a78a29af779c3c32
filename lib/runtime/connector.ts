import type { SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { connectKeyStores } from '#kms/connections.ts'
import type { Ports, Write } from '#kms/ports.ts'
import type { Log } from './log.ts'
import type { Sandboxes } from './sandboxes.ts'

/** After a failure, such as a full disk, connecting is tried again. */
const RETRY = 10_000

export interface Connector {
  /** Runs work that connects key stores itself, while nothing else does; what is under way is waited for. */
  held<T>(work: () => Promise<T>): Promise<T>
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

/** Connects custom key stores as they are asked to, and at once those that were connecting when the program ended. */
export function startConnector(ports: Ports, sandboxes: Sandboxes, log: Log): Connector {
  let running = Promise.resolve()
  let stopped = false
  let isHeld = false
  const asked = new Set<SandboxId>()
  let retry: NodeJS.Timeout | undefined

  const work = async () => {
    if (stopped || isHeld) return
    for (const sandbox of [...asked]) {
      asked.delete(sandbox)
      await connectKeyStores(sandbox, ports, (error) => log.error('a key store could not be connected', error))
    }
  }
  const everywhere = () => [MAIN_SANDBOX, ...sandboxes.list().map(({ id }) => id)]
  const run = (...where: readonly SandboxId[]) => {
    for (const sandbox of where) asked.add(sandbox)
    clearTimeout(retry)
    running = running.then(work).catch((error: unknown) => {
      log.error('connecting key stores failed and will be tried again', error)
      if (stopped) return
      retry = setTimeout(() => run(...everywhere()), RETRY)
      retry.unref()
    })
  }

  ports.store.onCommit((writes) => {
    const where = writes.flatMap(sandboxesIn)
    if (where.length > 0) run(...where)
  })
  ports.store.onRewind((sandbox) => {
    if (sandboxes.get(sandbox)) run(sandbox)
  })
  run(...everywhere())
  return {
    async held(other) {
      isHeld = true
      try {
        await running
        return await other()
      } finally {
        isHeld = false
        run(...everywhere())
      }
    },
    stop() {
      stopped = true
      clearTimeout(retry)
      return running
    },
  }
}

/** Where a key store asks to be connected. */
function sandboxesIn(write: Write): SandboxId[] {
  const asks = write.table === 'keyStore' && write.act === 'put' && write.row.state === 'CONNECTING'
  return asks ? [write.row.sandbox] : []
}
