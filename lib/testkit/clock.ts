import type { Admin } from './admin.ts'

/** The time of a sandbox. */
export interface ClockTime {
  /** ISO 8601, in UTC. */
  readonly now: string
  readonly frozen: boolean
}

/** The time after a move, and what fell due until then: how often a key was changed, and by kind. */
export interface MovedClock extends ClockTime {
  readonly changedKeys: number
  readonly changes: readonly DueChanges[]
}

/** What fell due of one kind. */
export interface DueChanges {
  readonly kind: 'rotated' | 'expired' | 'deleted' | 'ready'
  /** How often: one key may rotate many times. */
  readonly times: number
  /** On how many keys. */
  readonly keyCount: number
  /** Their ARNs, those that fell due first; at most 20. */
  readonly keys: readonly string[]
}

/**
 * The clock of a sandbox. It never goes back: `reset` and `restore` of the sandbox do that. What falls due until a new
 * time (rotations, deletions, expiries) is done when the move is answered.
 */
export class SandboxClock {
  readonly #admin: Admin
  readonly #path: string

  constructor(admin: Admin, sandbox: string) {
    this.#admin = admin
    this.#path = `sandboxes/${sandbox}`
  }

  async now(): Promise<ClockTime> {
    return (await this.#admin.ask<{ readonly clock: ClockTime }>('GET', this.#path)).clock
  }

  /** By an ISO 8601 duration: `P30D`, `P1Y`, `PT12H`. */
  async advance(duration: string): Promise<MovedClock> {
    return await this.#move({ advance: duration })
  }

  /** To a time: ISO 8601 with a time zone, or a Date. */
  async set(time: string | Date): Promise<MovedClock> {
    return await this.#move({ set: typeof time === 'string' ? time : time.toISOString() })
  }

  /** It stands from now on, and is moved by `advance` and `set` alone. */
  async freeze(): Promise<MovedClock> {
    return await this.#move({ freeze: true })
  }

  /** It runs from now on, as fast as the wall clock. */
  async run(): Promise<MovedClock> {
    return await this.#move({ freeze: false })
  }

  async #move(asked: object): Promise<MovedClock> {
    return await this.#admin.ask('POST', `${this.#path}/clock`, asked)
  }
}
