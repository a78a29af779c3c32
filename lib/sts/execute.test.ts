import { describe, expect, it } from 'vitest'
import type { AccountId, EpochMillis, Region, RequestId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Caller, Transaction } from '#kms/ports.ts'
import { invalidAction } from './errors.ts'
import { createSts } from './execute.ts'

const NOW = Date.UTC(2026, 10, 23, 12) as EpochMillis
const clock = { now: () => NOW }
const account = '111122223333' as AccountId
const caller: Caller = {
  principal: rootPrincipal(account),
  scope: { sandbox: MAIN_SANDBOX, account, region: 'eu-central-1' as Region },
  accessKeyId: 'AKIDEXAMPLE',
  request: { id: 'request' as RequestId, face: 'wire', sourceIp: '127.0.0.1', userAgent: 'test' },
}

function fixture(commit = async (_: Transaction): Promise<'committed' | 'stale'> => 'committed') {
  const transactions: Transaction[] = []
  const store = {
    commit: (transaction: Transaction) => {
      transactions.push(transaction)
      return commit(transaction)
    },
  }
  const sts = createSts({ store, clocks: { of: () => clock, wall: clock }, ids: { uuid: () => 'event' } })
  return { sts, transactions }
}

describe('GetCallerIdentity', () => {
  it('tells who calls', async () => {
    expect(await fixture().sts.execute('GetCallerIdentity', caller)).toEqual({
      Arn: 'arn:aws:iam::111122223333:root',
      UserId: '111122223333',
      Account: '111122223333',
    })
  })

  it('leaves a record', async () => {
    const { sts, transactions } = fixture()
    await sts.execute('GetCallerIdentity', caller)
    expect(transactions).toMatchObject([
      {
        writes: [],
        events: [
          {
            sandbox: 'main',
            account: '111122223333',
            region: 'eu-central-1',
            eventName: 'GetCallerIdentity',
            outcome: 'ok',
            keyUse: false,
            record: {
              eventSource: 'sts.amazonaws.com',
              eventName: 'GetCallerIdentity',
              eventTime: '2026-11-23T12:00:00Z',
              awsRegion: 'eu-central-1',
              readOnly: true,
              requestID: 'request',
              userIdentity: { type: 'Root', accessKeyId: 'AKIDEXAMPLE' },
            },
          },
        ],
      },
    ])
  })

  it('is not answered when its record cannot be written', async () => {
    const cause = new Error('disk full')
    const { sts } = fixture(() => Promise.reject(cause))
    const refused = sts.execute('GetCallerIdentity', caller)
    await expect(refused).rejects.toMatchObject({ code: 'InternalFailure', fault: 'server', cause })
  })
})

describe('a call that could not be run', () => {
  it('leaves a record', async () => {
    const { sts, transactions } = fixture()
    await sts.reject('AssumeRole', invalidAction('AssumeRole', '2011-06-15'), caller)
    expect(transactions).toMatchObject([
      {
        events: [
          {
            eventName: 'AssumeRole',
            outcome: 'error',
            record: {
              errorCode: 'InvalidAction',
              errorMessage: 'Could not find operation AssumeRole for version 2011-06-15',
            },
          },
        ],
      },
    ])
  })
})
