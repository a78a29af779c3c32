import { Tally } from './tally.ts'

/** What was drawn from a quota lately. */
export interface QuotaUse {
  /** Requests in the last second. */
  readonly lastSecond: number
  /** The most in one of the last 60 seconds. */
  readonly peak: number
  /** Requests refused in the last 60 seconds. */
  readonly throttled: number
}

/**
 * A token bucket: it fills at `rate` a second and holds one second's worth. AWS says its quotas by the second and not
 * how it smooths them; with one second's worth, an idle caller may draw all that the quota allows for a second at once,
 * and never more than the quota and one such burst in any span of time.
 */
export class Bucket {
  readonly rate: number
  #tokens: number
  #filledAt: number
  readonly #second = new Tally(10, 100)
  readonly #minute = new Tally(60, 1000)
  readonly #refused = new Tally(60, 1000)

  constructor(rate: number, now: number) {
    this.rate = rate
    this.#tokens = rate
    this.#filledAt = now
  }

  has(requests: number, now: number): boolean {
    if (now > this.#filledAt) {
      this.#tokens = Math.min(this.rate, this.#tokens + ((now - this.#filledAt) / 1000) * this.rate)
      this.#filledAt = now
    }
    return this.#tokens >= requests
  }

  /** What `has` said is there. */
  draw(requests: number, now: number): void {
    this.#tokens -= requests
    this.#second.add(now, requests)
    this.#minute.add(now, requests)
  }

  refuse(now: number): void {
    this.#refused.add(now, 1)
  }

  use(now: number): QuotaUse {
    return { lastSecond: this.#second.sum(now), peak: this.#minute.most(now), throttled: this.#refused.sum(now) }
  }
}
