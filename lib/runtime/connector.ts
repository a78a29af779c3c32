import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { connectKeyStores } from '#kms/connections.ts'
import type { Ports, Write } from '#kms/ports.ts'
import type { Log } from './log.ts'

/** After a failure, such as a full disk, connecting is tried again. */
const RETRY = 10_000

export interface Connector {
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

/** Connects custom key stores as they are asked to, and at once those that were connecting when the program ended. */
export function startConnector(ports: Ports, log: Log): Connector {
  let running = Promise.resolve()
  let stopped = false
  let retry: NodeJS.Timeout | undefined

  const work = async () => {
    if (stopped) return
    await connectKeyStores(MAIN_SANDBOX, ports, (error) => log.error('a key store could not be connected', error))
  }
  const run = () => {
    clearTimeout(retry)
    running = running.then(work).catch((error: unknown) => {
      log.error('connecting key stores failed and will be tried again', error)
      if (stopped) return
      retry = setTimeout(run, RETRY)
      retry.unref()
    })
  }

  ports.store.onCommit((writes) => {
    if (writes.some(asksFor)) run()
  })
  run()
  return {
    stop() {
      stopped = true
      clearTimeout(retry)
      return running
    },
  }
}

function asksFor(write: Write): boolean {
  return write.table === 'keyStore' && write.act === 'put' && write.row.state === 'CONNECTING'
}
