import { describe, expect, it } from 'vitest'
import { systemIds } from '#kernel/random.ts'
import { GLOBAL_REGION, MAIN_SANDBOX } from '#kernel/scope.ts'
import { insert, update } from '#kms/domain/writes.ts'
import type { Transaction, Write } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { TestClock } from '#testing/clock.ts'
import { ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION } from '#testing/harness.ts'
import { samplesIn, sessionRow } from '#testing/rows.ts'
import { accountedStore } from './accounted-store.ts'

const scope = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }
const { aliasRow, eventDraft } = samplesIn({ ...scope, account: OTHER_ACCOUNT, region: OTHER_REGION })
const alias = insert('alias', aliasRow('a', 1))

/** What reaches the store behind. */
async function committed(...transactions: readonly Transaction[]): Promise<readonly Transaction[]> {
  const seen: Transaction[] = []
  const clock = new TestClock()
  const behind = openMemoryStore()
  const store = accountedStore(
    {
      ...behind,
      commit(transaction) {
        seen.push(transaction)
        return behind.commit(transaction)
      },
    },
    { ids: systemIds, clocks: { wall: clock, of: () => clock }, scope },
  )
  for (const transaction of transactions) await store.commit(transaction)
  return seen
}

const eventsOf = async (...writes: readonly Write[]) => (await committed({ writes, events: [] }))[0]?.events

describe('an accounted store', () => {
  it('gives rows that change without an event one of their own, in the log of their account and Region', async () => {
    expect(await eventsOf(alias)).toMatchObject([
      { eventName: 'RecordRows', principal: 'keystead', account: OTHER_ACCOUNT, region: OTHER_REGION },
    ])
  })

  it('puts what belongs to no Region or no account where the installation is', async () => {
    const [session, account] = [sessionRow('s'), { ...aliasRow('b', 1), region: GLOBAL_REGION }]
    expect(await eventsOf(insert('session', session))).toMatchObject([{ account: session.account, region: REGION }])
    expect(await eventsOf(insert('alias', account))).toMatchObject([{ account: OTHER_ACCOUNT, region: REGION }])
  })

  it('gives a row that is taken away one too', async () => {
    const { account, region, sandbox, name } = alias.row
    const key = { account, region, sandbox, name }
    expect(await eventsOf({ act: 'remove', table: 'alias', key, version: 0 })).toHaveLength(1)
  })

  it('leaves what comes with events as it is', async () => {
    const transaction = { writes: [alias], events: [eventDraft('a')] }
    expect(await committed(transaction)).toEqual([transaction])
  })

  it('needs no event for checkpoints, for what is only expected, or for a session that is seen again', async () => {
    const checkpoint = insert('checkpoint', { sandbox: MAIN_SANDBOX, size: 1, text: 'signed' })
    expect(await eventsOf(checkpoint)).toEqual([])
    const { version: _, ...key } = { ...alias.row, version: 0 }
    expect(await eventsOf({ act: 'expect', table: 'alias', key, version: 0 })).toEqual([])
    const stored = { ...sessionRow('s'), version: 7 }
    expect(await eventsOf(update('session', stored, { seenAt: stored.seenAt }))).toEqual([])
    expect(await eventsOf(update('session', stored, { revokedAt: stored.seenAt }))).toHaveLength(1)
  })
})
