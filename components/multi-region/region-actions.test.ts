import { describe, expect, it } from 'vitest'
import type { FamilyMemberDto } from '#console/dto/families.ts'
import { familyName, familyReason, inRegion, primaryReason } from './region-actions.ts'

const member = (region: string, type: FamilyMemberDto['type'], state = 'Enabled', aliases: string[] = []) => {
  return { region, type, state, aliases, description: '', tags: 0 }
}
const PRIMARY = member('us-east-1', 'PRIMARY')

describe('a family', () => {
  it('is called by the first alias of any member', () => {
    const members = [PRIMARY, member('eu-west-1', 'REPLICA', 'Enabled', ['alias/orders'])]
    expect(familyName({ keyId: 'mrk-1', members })).toBe('orders')
    expect(familyName({ keyId: 'mrk-1', members: [PRIMARY] })).toBe('mrk-1')
  })

  it('is replicated only while its primary is there and enabled', () => {
    expect(familyReason({ members: [PRIMARY] })).toBeUndefined()
    expect(familyReason({ members: [] })).toContain('not for you')
    expect(familyReason({ members: [{ ...PRIMARY, state: 'Disabled' }] })).toContain('enabled')
  })

  it('changes its primary only to an enabled replica', () => {
    expect(primaryReason({ members: [PRIMARY] })).toContain('no replica')
    expect(primaryReason({ members: [PRIMARY, member('eu-west-1', 'REPLICA', 'Disabled')] })).toContain('No replica')
    expect(primaryReason({ members: [PRIMARY, member('eu-west-1', 'REPLICA')] })).toBeUndefined()
  })
})

it('an action is sent to the Region of the member it is about', async () => {
  const seen: unknown[] = []
  const action = inRegion(async (...args: unknown[]) => {
    seen.push(...args)
    return { ok: true, value: null } as const
  }, 'eu-west-1')
  await action({ sandbox: 'main', account: '1', region: 'us-east-1', principalArn: 'arn' }, 'key')
  expect(seen).toEqual([{ sandbox: 'main', account: '1', region: 'eu-west-1', principalArn: 'arn' }, 'key'])
})
