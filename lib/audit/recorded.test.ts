import { describe, expect, it } from 'vitest'
import { isServiceError, ServiceError } from '#kernel/service-error.ts'
import type { EventDraft } from './event.ts'
import { type Attempt, beginOn, type Log, recorded, recordRejected } from './recorded.ts'

const EVENT = { eventName: 'Test' } as EventDraft
const failed = (cause: unknown) => new ServiceError('Broken', 'our fault', 'server', { cause })

/** A log that gives these answers in turn and keeps what was committed. */
function logThat(...answers: readonly ('committed' | 'stale' | Error)[]) {
  const committed: unknown[] = []
  const left = [...answers]
  const log: Log<string> = {
    async commit(transaction) {
      const answer = left.shift() ?? 'committed'
      if (answer instanceof Error) throw answer
      if (answer === 'committed') committed.push(transaction)
      return answer
    },
  }
  return { log, committed }
}

const answering = (answer: string, writes: readonly string[] = []): Attempt<string, string> => ({
  outcome: { answer },
  writes,
  events: [EVENT],
})

describe('a recorded call', () => {
  it('is answered after writes and event were committed together', async () => {
    const { log, committed } = logThat()
    expect(await recorded(log, async () => answering('done', ['write']), failed)).toBe('done')
    expect(committed).toEqual([{ writes: ['write'], events: [EVENT] }])
  })

  it('is not answered before', async () => {
    let release: (answer: 'committed') => void = () => undefined
    const log: Log<string> = { commit: () => new Promise((resolve) => (release = resolve)) }
    let answered = false
    const call = recorded(log, async () => answering('done'), failed).then(() => {
      answered = true
    })
    await new Promise(setImmediate)
    expect(answered).toBe(false)
    release('committed')
    await call
    expect(answered).toBe(true)
  })

  it('throws its error after the event was committed', async () => {
    const { log, committed } = logThat()
    const error = new ServiceError('DisabledException')
    const attempt: Attempt<string, string> = { outcome: { error }, writes: [], events: [EVENT] }
    await expect(recorded(log, async () => attempt, failed)).rejects.toBe(error)
    expect(committed).toHaveLength(1)
  })

  it('is tried anew, from the beginning, when its rows moved on', async () => {
    const { log, committed } = logThat('stale', 'stale')
    let tries = 0
    const attempt = async () => {
      tries += 1
      return answering(`try ${tries}`, [`write ${tries}`])
    }
    expect(await recorded(log, attempt, failed)).toBe('try 3')
    expect(committed).toEqual([{ writes: ['write 3'], events: [EVENT] }])
  })

  it('commits with the generation in which it began, however often it is tried', async () => {
    const generations: unknown[] = []
    let generation = 3
    const log: Log<string> = {
      generation: () => generation++,
      async commit(transaction) {
        generations.push(transaction.generation)
        return generations.length < 3 ? 'stale' : 'committed'
      },
    }
    const begun = beginOn(log)
    await recorded(begun, async () => answering('done'), failed)
    await recorded(log, async () => answering('done'), failed)
    expect(generations).toEqual([3, 3, 3, 4])
  })

  it('gives up after 200 tries', async () => {
    let tries = 0
    const log: Log<string> = { commit: async () => 'stale' }
    const attempt = async () => {
      tries += 1
      return answering('never')
    }
    await expect(recorded(log, attempt, failed)).rejects.toMatchObject({ code: 'Broken' })
    expect(tries).toBe(200)
  })

  it('is throttled, as AWS words it, when too much waits to be written', async () => {
    const cause = Object.assign(new Error('8192 transactions wait'), { code: 'overloaded' })
    const { log, committed } = logThat(cause)
    let tries = 0
    const attempt = async () => {
      tries += 1
      return answering('done', ['write'])
    }
    const error = await recorded(log, attempt, failed).catch((thrown: unknown) => thrown)
    expect(isServiceError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'ThrottlingException', message: 'Rate exceeded', fault: 'client', cause })
    expect([tries, committed]).toEqual([1, []])
  })

  it('is throttled for nothing else that a log says', async () => {
    for (const code of ['write-failed', 'writer-crashed', 'moved', 'closed']) {
      const { log } = logThat(Object.assign(new Error('no'), { code }))
      await expect(recorded(log, async () => answering('done'), failed)).rejects.toMatchObject({ code: 'Broken' })
    }
  })

  it('fails with the service’s own error when the log cannot be written, and keeps the cause', async () => {
    const cause = new Error('the disk is full')
    const { log, committed } = logThat(cause)
    const error = await recorded(log, async () => answering('done'), failed).catch((thrown: unknown) => thrown)
    expect(isServiceError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'Broken', fault: 'server', cause })
    expect(committed).toEqual([])
  })
})

describe('a call that is rejected before it is run', () => {
  it('is recorded', async () => {
    const { log, committed } = logThat()
    await recordRejected(log, [EVENT], failed)
    expect(committed).toEqual([{ writes: [], events: [EVENT] }])
  })

  it.each([
    ['overloaded', 'ThrottlingException'],
    ['write-failed', 'Broken'],
  ])('fails as others do when the log says %s', async (code, answered) => {
    const cause = Object.assign(new Error('no'), { code })
    const { log } = logThat(cause)
    await expect(recordRejected(log, [EVENT], failed)).rejects.toMatchObject({ code: answered, cause })
  })
})
