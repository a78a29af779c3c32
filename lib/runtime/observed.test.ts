import { describe, expect, it } from 'vitest'
import type { CallObserver } from '#kernel/observer.ts'
import { ServiceError } from '#kernel/service-error.ts'
import type { Caller } from '#kms/ports.ts'
import { openHarness } from '#testing/harness.ts'
import { observed, together } from './observed.ts'

function recorder() {
  const told: unknown[] = []
  const calls: CallObserver = {
    began: (id, traceparent) => told.push(['began', id, traceparent]),
    ended: ({ seconds, ...call }) => told.push(['ended', call, seconds >= 0]),
  }
  return { told, calls }
}

const { caller } = await openHarness()
const wire = caller()
const page: Caller = { ...wire, request: { ...wire.request, face: 'console' } }
const { id } = page.request

const door = {
  async execute(name: 'Encrypt' | 'Decrypt' | 'Sign', input: number, _caller: Caller) {
    if (name === 'Decrypt') throw new ServiceError('AccessDeniedException')
    if (name === 'Sign') throw new TypeError('unforeseen')
    return input + 1
  },
}

describe('a call of the console', () => {
  it('is told of when it begins and when it ends, and answered as ever', async () => {
    const { told, calls } = recorder()
    const run = observed('kms', door, calls)
    expect(await run.execute('Encrypt', 1, page)).toBe(2)
    await expect(run.execute('Decrypt', 1, page)).rejects.toMatchObject({ code: 'AccessDeniedException' })
    await expect(run.execute('Sign', 1, page)).rejects.toThrow('unforeseen')
    const ended = { id, face: 'console', service: 'kms', isServerFault: false, status: undefined }
    expect(told).toEqual([
      ['began', id, ''],
      ['ended', { ...ended, operation: 'Encrypt', code: 'OK' }, true],
      ['began', id, ''],
      ['ended', { ...ended, operation: 'Decrypt', code: 'AccessDeniedException' }, true],
      ['began', id, ''],
      ['ended', { ...ended, operation: 'Sign', code: 'InternalFailure', isServerFault: true }, true],
    ])
  })

  it('is not told of twice when it came by the wire', async () => {
    const { told, calls } = recorder()
    expect(await observed('kms', door, calls).execute('Encrypt', 1, wire)).toBe(2)
    expect(told).toEqual([])
  })

  it('is told of to every observer', async () => {
    const [a, b] = [recorder(), recorder()]
    await observed('kms', door, together([a.calls, b.calls])).execute('Encrypt', 1, page)
    expect(a.told).toHaveLength(2)
    expect(b.told).toEqual(a.told)
  })
})
