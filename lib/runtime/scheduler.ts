import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import { runDue } from '#kms/due.ts'
import type { DueChange, Ports, Write } from '#kms/ports.ts'
import { expect, LAST_TIME, sandboxOf, timeOf } from '#kms/ports.ts'
import type { Log } from './log.ts'
import type { Sandboxes } from './sandboxes.ts'

/** Timers longer than this overflow; waking up in between does no harm. */
const LONGEST_WAIT = 6 * 3_600_000
/** Earlier than anything falls due. */
const START = 0 as EpochMillis
/** After a failure, such as a full disk, due work is tried again. */
const RETRY = 10_000

export interface Scheduler {
  /**
   * Does what is due in a sandbox by its clock, after what is under way there. How many keys were changed; `tell` is
   * told of each.
   */
  catchUp(sandbox: SandboxId, tell?: (change: DueChange) => void): Promise<number>
  /** Runs work while nothing that falls due is done; what is under way is waited for. */
  held<T>(work: () => Promise<T>): Promise<T>
  stop(): Promise<void>
}

interface Moment {
  readonly now: EpochMillis
  readonly guards: readonly Write[]
}

/** Runs what falls due in all sandboxes, each by its own clock. What is due in one is done one after the other. */
export function startScheduler(ports: Ports, sandboxes: Sandboxes, log: Log): Scheduler {
  const { wall } = ports.clocks
  const running = new Map<SandboxId, Promise<unknown>>()
  /** By the wall clock, when each sandbox has something to do. */
  const wakes = new Map<SandboxId, number>()
  /** Until when nothing is left to do, by each sandbox's own clock. */
  const done = new Map<SandboxId, EpochMillis>()
  /** Those that were put back or taken away while work was under way in them. */
  const rewound = new Set<SandboxId>()
  let timer: NodeJS.Timeout | undefined
  let timerAt = Number.POSITIVE_INFINITY
  let stopped = false
  let isHeld = false

  const exists = (sandbox: SandboxId) => sandbox === MAIN_SANDBOX || sandboxes.get(sandbox) !== undefined

  /** Does nothing when it will wake earlier: a commit may have asked for that while work was under way. */
  const wakeAt = (sandbox: SandboxId, at: number) => {
    if (at >= (wakes.get(sandbox) ?? Number.POSITIVE_INFINITY)) return
    wakes.set(sandbox, at)
    arm()
  }
  const arm = () => {
    const first = Math.min(...wakes.values())
    if (stopped || isHeld || first >= timerAt) return
    const wait = Math.min(Math.max(first - wall.now(), 0), LONGEST_WAIT)
    timerAt = wall.now() + wait
    clearTimeout(timer)
    timer = setTimeout(wake, wait)
    timer.unref()
  }
  const wake = () => {
    timerAt = Number.POSITIVE_INFINITY
    const now = wall.now()
    for (const [sandbox, at] of [...wakes]) {
      if (at > now) continue
      wakes.delete(sandbox)
      run(sandbox)
    }
    arm()
  }
  const run = (sandbox: SandboxId) => {
    catchUp(sandbox).catch((error: unknown) => {
      log.error('due work failed and will be tried again', error)
      wakeAt(sandbox, wall.now() + RETRY)
    })
  }
  const catchUp: Scheduler['catchUp'] = (sandbox, tell) => {
    const before = running.get(sandbox) ?? Promise.resolve()
    const work = before
      .then(() => workIn(sandbox, tell))
      .catch((error: unknown) => {
        // A sandbox that is gone has nothing left to do.
        if (exists(sandbox)) throw error
        return 0
      })
    const ended = work
      .catch(() => undefined)
      .then(() => {
        if (running.get(sandbox) !== ended) return
        running.delete(sandbox)
        rewound.delete(sandbox)
      })
    running.set(sandbox, ended)
    return work
  }
  const workIn = async (sandbox: SandboxId, tell?: (change: DueChange) => void): Promise<number> => {
    wakes.delete(sandbox)
    for (let changed = 0; ; ) {
      const moment = isHeld || stopped ? undefined : await momentOf(sandbox)
      if (!moment) return changed
      const { now, guards } = moment
      // `main` does what fell due as of now, as it was not there before; the time of others is theirs alone.
      const since = sandbox === MAIN_SANDBOX ? now : (done.get(sandbox) ?? START)
      rewound.delete(sandbox)
      changed += await runDue(sandbox, now, ports, since, { guards, tell, ends: () => stopped })
      const next = await ports.store.nextDue(sandbox)
      // Something moved meanwhile, perhaps the clock itself.
      if (next !== undefined && next <= now) continue
      if (!rewound.has(sandbox)) done.set(sandbox, now)
      if (next !== undefined && exists(sandbox)) wakeAt(sandbox, wallTimeOf(sandbox, next))
      return changed
    }
  }
  /**
   * The time of a sandbox, and that nobody has put the sandbox back or moved its clock since; undefined when it is
   * gone.
   */
  const momentOf = async (sandbox: SandboxId): Promise<Moment | undefined> => {
    if (sandbox === MAIN_SANDBOX) return { now: ports.clocks.of(sandbox).now(), guards: [] }
    const row = await ports.store.sandbox(sandbox)
    return row && { now: timeOf(sandboxOf(row).clock, wall.now()), guards: [expect<'sandbox'>('sandbox', row)] }
  }
  /** When the clock of a sandbox shows a time; never, while it stands before it. */
  const wallTimeOf = (sandbox: SandboxId, time: number): number => {
    const wait = time - ports.clocks.of(sandbox).now()
    const stands = sandboxes.get(sandbox)?.clock.kind === 'frozen' || time > LAST_TIME
    return stands && wait > 0 ? Number.POSITIVE_INFINITY : wall.now() + wait
  }
  const runAll = () => {
    for (const sandbox of [MAIN_SANDBOX, ...sandboxes.list().map(({ id }) => id)]) run(sandbox)
  }

  ports.store.onCommit((writes) => {
    for (const write of writes) {
      if (write.table === 'key' && write.act === 'put' && write.row.dueAt !== null && exists(write.row.sandbox)) {
        wakeAt(write.row.sandbox, wallTimeOf(write.row.sandbox, write.row.dueAt))
      }
      // Its time may have moved.
      if (write.table === 'sandbox' && write.act === 'put') wakeAt(write.row.id, wall.now())
      if (write.table === 'sandbox' && write.act === 'remove') wakes.delete(write.key.id)
    }
  })
  ports.store.onRewind((sandbox) => {
    done.delete(sandbox)
    if (running.has(sandbox)) rewound.add(sandbox)
    if (exists(sandbox)) wakeAt(sandbox, wall.now())
  })
  runAll()
  return {
    catchUp,
    async held(other) {
      isHeld = true
      clearTimeout(timer)
      timerAt = Number.POSITIVE_INFINITY
      try {
        await Promise.all(running.values())
        return await other()
      } finally {
        isHeld = false
        if (!stopped) runAll()
      }
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
