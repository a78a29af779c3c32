import { expect, it } from 'vitest'
import { replayGroups } from './replay-groups.ts'

const call = (requestId: string, more = {}) =>
  ({
    ...{ requestId, at: 1, action: 'kms:Decrypt', principal: 'p', unsure: [] },
    ...{ before: 'allowed', after: 'denied', ...more },
  }) as Parameters<typeof replayGroups>[0][number]

it('calls that change alike are one group, which knows the newest', () => {
  const groups = replayGroups([call('new'), call('other', { principal: 'q' }), call('old')])
  expect(groups).toMatchObject([
    { requestId: 'new', count: 2, principalArn: 'p' },
    { requestId: 'other', count: 1, principalArn: 'q' },
  ])
})
