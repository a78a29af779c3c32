import { type Clock, DAY } from '#kernel/clock.ts'
import type { EpochMillis } from '#kernel/ids.ts'

/** A clock that stands until it is moved; begins at 2026-01-01T00:00:00Z. */
export class TestClock implements Clock {
  #now: number

  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  now(): EpochMillis {
    return this.#now as EpochMillis
  }

  advance(millis: number): void {
    this.#now += millis
  }

  advanceDays(days: number): void {
    this.advance(days * DAY)
  }
}
