import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { Ports, Write } from '#kms/ports.ts'
import type { Log } from './log.ts'

/** Timers longer than this overflow; waking up in between does no harm. */
const LONGEST_WAIT = 6 * 3_600_000
/** After a failure, such as a full disk, due work is tried again. */
const RETRY = 10_000

export interface Scheduler {
  stop(): Promise<void>
}

/** Runs what falls due in the sandbox that follows the system's clock. */
export function startScheduler(ports: Ports, log: Log): Scheduler {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let stopped = false
  let wakeAt = Number.POSITIVE_INFINITY
  const clock = ports.clocks.of(MAIN_SANDBOX)

  /** Does nothing when it will wake earlier: a commit may have asked for that while work was under way. */
  const wakeIn = (millis: number) => {
    const wait = Math.min(Math.max(millis, 0), LONGEST_WAIT)
    const at = clock.now() + wait
    if (stopped || at >= wakeAt) return
    wakeAt = at
    clearTimeout(timer)
    timer = setTimeout(run, wait)
    timer.unref()
  }
  const run = () => {
    wakeAt = Number.POSITIVE_INFINITY
    running = running.then(work).then(wakeIn, (error: unknown) => {
      log.error('due work failed and will be tried again', error)
      wakeIn(RETRY)
    })
  }
  const work = async () => {
    await runDue(MAIN_SANDBOX, clock.now(), ports)
    const next = await ports.store.nextDue(MAIN_SANDBOX)
    return next === undefined ? LONGEST_WAIT : next - clock.now()
  }

  ports.store.onCommit((writes) => {
    const due = Math.min(...writes.map(dueOf))
    if (due < wakeAt) wakeIn(due - clock.now())
  })
  run()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return running
    },
  }
}

function dueOf(write: Write): number {
  const due = write.table === 'key' && write.act === 'put' ? write.row.dueAt : null
  return due ?? Number.POSITIVE_INFINITY
}
