import { beforeEach, describe, expect, it } from 'vitest'
import { TestClock } from '#testing/clock.ts'
import { Bucket } from './bucket.ts'

let clock: TestClock
beforeEach(() => {
  clock = new TestClock()
})

/** How many of a number of calls at one moment get through. */
function drawn(bucket: Bucket, calls: number): number {
  let through = 0
  for (let call = 0; call < calls; call++) {
    if (bucket.has(1, clock.now())) {
      bucket.draw(1, clock.now())
      through += 1
    } else bucket.refuse(clock.now())
  }
  return through
}

describe('a bucket', () => {
  it('gives one second’s worth at once, and no more', () => {
    expect(drawn(new Bucket(5, clock.now()), 30)).toBe(5)
  })

  it('fills at its rate, to one second’s worth at most', () => {
    const bucket = new Bucket(5, clock.now())
    drawn(bucket, 5)
    clock.advance(199)
    expect(drawn(bucket, 1)).toBe(0)
    clock.advance(1)
    expect(drawn(bucket, 2)).toBe(1)
    clock.advance(3_600_000)
    expect(drawn(bucket, 30)).toBe(5)
  })

  it('lets through its rate over a long time, however often it is asked', () => {
    const bucket = new Bucket(5, clock.now())
    drawn(bucket, 5)
    let through = 0
    for (let tick = 0; tick < 1000; tick++) {
      clock.advance(10)
      through += drawn(bucket, 1)
    }
    expect(through).toBeGreaterThanOrEqual(49)
    expect(through).toBeLessThanOrEqual(50)
  })

  it('is not filled by a clock that goes back', () => {
    const bucket = new Bucket(1, clock.now())
    expect(drawn(bucket, 1)).toBe(1)
    clock.advance(-10_000)
    expect(drawn(bucket, 1)).toBe(0)
    clock.advance(10_000)
    expect(drawn(bucket, 1)).toBe(0)
  })

  it('tells what was drawn and refused lately, and forgets it', () => {
    const bucket = new Bucket(5, clock.now())
    drawn(bucket, 7)
    expect(bucket.use(clock.now())).toEqual({ lastSecond: 5, peak: 5, throttled: 2 })
    clock.advance(1000)
    drawn(bucket, 3)
    expect(bucket.use(clock.now())).toEqual({ lastSecond: 3, peak: 5, throttled: 2 })
    clock.advance(59_000)
    expect(bucket.use(clock.now())).toEqual({ lastSecond: 0, peak: 3, throttled: 0 })
    clock.advance(3_600_000)
    expect(bucket.use(clock.now())).toEqual({ lastSecond: 0, peak: 0, throttled: 0 })
  })
})
