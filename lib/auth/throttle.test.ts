import { beforeEach, describe, expect, it } from 'vitest'
import { TestClock } from '#testing/clock.ts'
import { createThrottle, type Throttle } from './throttle.ts'

let clock: TestClock
let throttle: Throttle
beforeEach(() => {
  clock = new TestClock()
  throttle = createThrottle()
})

const begin = (user = 'alice', address = '192.0.2.1') => throttle.begin({ user, address, now: clock.now() })
const times = (count: number, attempt: () => number) => Array.from({ length: count }, () => attempt())

describe('the wait after wrong passwords', () => {
  it('is none for five, then doubles from a second, to the millisecond', () => {
    expect(times(5, begin)).toEqual([0, 0, 0, 0, 0])
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      expect(begin()).toBe(seconds * 1000)
      clock.advance(seconds * 1000 - 1)
      expect(begin()).toBe(1)
      clock.advance(1)
      expect(begin()).toBe(0)
    }
  })

  it('is not made longer by asking while it lasts', () => {
    times(5, begin)
    times(100, begin)
    clock.advance(1000)
    expect(begin()).toBe(0)
  })

  it('of one user is not that of another', () => {
    times(6, begin)
    expect(begin('bob')).toBe(0)
    expect(begin('bob', '198.51.100.7')).toBe(0)
  })

  it('of an address comes after twenty, whoever is named, and spares other addresses', () => {
    let name = 0
    times(20, () => begin(`user ${name++}`))
    expect(begin('alice')).toBe(1000)
    expect(begin('alice', '198.51.100.7')).toBe(0)
  })

  it('of an IPv6 address is that of its network, in which one can have any address', () => {
    let host = 0
    times(20, () => begin(`user ${host}`, `2001:db8:0:7::${host++}`))
    expect(begin('alice', '2001:db8:0:7:ffff:1:2:3')).toBe(1000)
    expect(begin('alice', '2001:db8::7:0:0:0:9')).toBe(1000)
    expect(begin('alice', '2001:db8:0:8::1')).toBe(0)
    expect(begin('alice', '::1')).toBe(0)
  })

  it('ends with the right password', () => {
    times(5, begin)
    throttle.forgive({ user: 'alice', address: '192.0.2.1', now: clock.now() })
    expect(times(5, begin)).toEqual([0, 0, 0, 0, 0])
    expect(begin()).toBe(1000)
  })

  it('is forgotten after a day', () => {
    times(5, begin)
    clock.advance(24 * 3_600_000)
    expect(times(5, begin)).toEqual([0, 0, 0, 0, 0])
  })
})
