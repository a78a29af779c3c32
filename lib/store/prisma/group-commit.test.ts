import { describe, expect, it } from 'vitest'
import { insert } from '#kms/domain/writes.ts'
import type { Transaction } from '#kms/ports.ts'
import { freshScope, samplesIn } from '#testing/rows.ts'
import { StoreError } from '../errors.ts'
import type { Answer } from '../plan.ts'
import { GroupCommit, MAX_BATCH, MAX_WAITING } from './group-commit.ts'
import type { PackedTransaction, Written } from './messages.ts'

const { aliasRow, eventDraft } = samplesIn(freshScope())
const transaction = (id: string): Transaction => ({ writes: [], events: [eventDraft(id)] })

/** A disk whose writes end when the test says so. */
function setUp() {
  const sizes: number[] = []
  const log: string[] = []
  const ends: PromiseWithResolvers<Written>[] = []
  const started: (() => void)[] = []
  const group = new GroupCommit({
    write(batch: readonly PackedTransaction[]) {
      sizes.push(batch.length)
      const end = Promise.withResolvers<Written>()
      ends.push(end)
      started.shift()?.()
      return end.promise
    },
    committed: (transactions) => log.push(`told ${transactions.length}`),
    failed: () => log.push('told of failure'),
  })
  /** Resolves when the next batch has begun. */
  const nextBatch = () => new Promise<void>((resolve) => started.push(resolve))
  const end = (...answers: Answer[]) => ends.shift()?.resolve({ answers, heads: [] })
  const fail = () => ends.shift()?.reject(new Error('disk'))
  return { group, sizes, log, nextBatch, end, fail }
}

describe('group commit', () => {
  it('writes what comes while a batch is being written together, after it', async () => {
    const { group, sizes, nextBatch, end } = setUp()
    const first = nextBatch()
    const a = group.commit(transaction('a'))
    await first
    const others = ['b', 'c', 'd'].map((id) => group.commit(transaction(id)))
    const second = nextBatch()
    end('committed')
    expect(await a).toBe('committed')
    await second
    end('committed', 'stale', 'committed')
    expect(await Promise.all(others)).toEqual(['committed', 'stale', 'committed'])
    expect(sizes).toEqual([1, 3])
  })

  it('bounds what goes together', async () => {
    const { group, sizes, nextBatch, end } = setUp()
    const first = nextBatch()
    const all = Array.from({ length: MAX_BATCH + 5 }, (_, n) => group.commit(transaction(String(n))))
    await first
    const second = nextBatch()
    end(...Array.from({ length: MAX_BATCH }, () => 'committed' as const))
    await second
    end(...Array.from({ length: 5 }, () => 'committed' as const))
    await Promise.all(all)
    expect(sizes).toEqual([MAX_BATCH, 5])
  })

  it('takes no more than it can remember while a batch is being written, and then goes on', async () => {
    const { group, sizes, nextBatch, end } = setUp()
    const first = nextBatch()
    const a = group.commit(transaction('a'))
    await first
    const waiting = Array.from({ length: MAX_WAITING }, (_, n) => group.commit(transaction(String(n))))
    await expect(group.commit(transaction('b'))).rejects.toMatchObject({ code: 'overloaded' })
    const all = Promise.all([a, ...waiting])
    for (let batch = 0; batch <= MAX_WAITING / MAX_BATCH; batch++) {
      const next = nextBatch()
      end(...Array.from({ length: batch === 0 ? 1 : MAX_BATCH }, () => 'committed' as const))
      if (batch < MAX_WAITING / MAX_BATCH) await next
    }
    expect(new Set(await all)).toEqual(new Set(['committed']))
    expect(sizes).toEqual([1, ...Array.from({ length: MAX_WAITING / MAX_BATCH }, () => MAX_BATCH)])
  })

  it('tells of what was committed before it releases an answer', async () => {
    const { group, log, nextBatch, end } = setUp()
    const begun = nextBatch()
    const answers = Promise.all(
      ['a', 'b'].map(async (id) => {
        log.push(await group.commit(transaction(id)))
      }),
    )
    await begun
    end('stale', 'committed')
    await answers
    expect(log).toEqual(['told 1', 'stale', 'committed'])
  })

  it('rejects all of a batch that fails and goes on with the next', async () => {
    const { group, log, nextBatch, end, fail } = setUp()
    const first = nextBatch()
    const failing = ['a', 'b'].map((id) => group.commit(transaction(id)))
    await first
    const second = nextBatch()
    const waiting = group.commit(transaction('c'))
    fail()
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await second
    end('committed')
    expect(await waiting).toBe('committed')
    expect(log).toEqual(['told of failure', 'told 1'])
  })

  it('writes the others of a batch in their order without those that cannot be written', async () => {
    const written: string[] = []
    const log: string[] = []
    const group = new GroupCommit({
      async write(batch) {
        const ids = batch.map(({ events: [event] }) => (JSON.parse(`[${event?.columns}]`) as string[])[0] ?? '')
        if (ids.some((id) => id.startsWith('event-bad'))) throw new StoreError('bad-transaction', ids.join())
        written.push(...ids)
        return { answers: ids.map(() => 'committed'), heads: [] }
      },
      committed: (transactions) => log.push(`told ${transactions.length}`),
      failed: () => log.push('told of failure'),
    })
    const ids = ['a', 'b', 'bad-1', 'c', 'd', 'e', 'bad-2']
    const answers = await Promise.allSettled(ids.map((id) => group.commit(transaction(id))))
    const [done, refused] = [{ status: 'fulfilled', value: 'committed' }, { status: 'rejected' }]
    expect(answers).toMatchObject([done, done, refused, done, done, done, refused])
    expect(answers[2]).toMatchObject({ reason: { code: 'bad-transaction', message: 'event-bad-1' } })
    expect(answers[6]).toMatchObject({ reason: { code: 'bad-transaction', message: 'event-bad-2' } })
    expect(written).toEqual(['a', 'b', 'c', 'd', 'e'].map((id) => `event-${id}`))
    expect(log.filter((line) => line === 'told of failure')).toHaveLength(2)
  })

  it('refuses by itself what cannot be written, so that it does not fail the others', async () => {
    const { group, sizes, nextBatch, end } = setUp()
    const begun = nextBatch()
    const row = aliasRow('a', 1)
    const twice = group.commit({ writes: [insert('alias', row), insert('alias', row)], events: [] })
    const noJson = group.commit({ writes: [], events: [eventDraft('x', { decisions: [1n] })] })
    const good = group.commit(transaction('a'))
    await expect(twice).rejects.toMatchObject({ code: 'bad-transaction' })
    await expect(noJson).rejects.toThrow(TypeError)
    await begun
    end('committed')
    expect(await good).toBe('committed')
    expect(sizes).toEqual([1])
  })

  it('writes what waits when it is closed, and takes no more', async () => {
    const { group, nextBatch, end } = setUp()
    const begun = nextBatch()
    const waiting = group.commit(transaction('a'))
    const closed = group.close()
    await expect(group.commit(transaction('b'))).rejects.toMatchObject({ code: 'closed' })
    await begun
    end('committed')
    await closed
    expect(await waiting).toBe('committed')
  })
})

describe('an observer of group commit', () => {
  it('is told of batches, of the wait for each answer, of what waits, and of failures', async () => {
    const told: unknown[] = []
    const answers: Written[] = [
      { answers: ['committed', 'stale'], heads: [] },
      { answers: ['committed'], heads: [] },
    ]
    const group = new GroupCommit({
      write: async () => answers.shift() ?? Promise.reject(new Error('disk')),
      committed: () => undefined,
      failed: () => undefined,
      observer: {
        waiting: (count) => told.push(['waiting', count]),
        written: ({ seconds, ...batch }) => told.push(['written', batch, seconds >= 0]),
        failed: () => told.push('failed'),
        released: (seconds) => told.push(['released', seconds >= 0]),
      },
    })
    await Promise.all([group.commit(transaction('a')), group.commit(transaction('b'))])
    expect(told.splice(0)).toEqual([
      ['waiting', 1],
      ['waiting', 2],
      ['waiting', 0],
      ['written', { transactions: 2, events: 1 }, true],
      ['released', true],
      ['released', true],
    ])
    await group.commit({ writes: [], events: [eventDraft('c'), eventDraft('d')] })
    expect(told.splice(0)).toContainEqual(['written', { transactions: 1, events: 2 }, true])
    await expect(group.commit(transaction('e'))).rejects.toThrow('disk')
    expect(told).toEqual([['waiting', 1], ['waiting', 0], 'failed'])
  })
})
