import { expect, it } from 'vitest'
import type { KeyAccessDto, SubjectsDto } from '#console/dto/access.ts'
import type { AccountId } from '#kernel/ids.ts'
import { rootPrincipal } from '#kernel/principal.ts'
import { accessDiff } from './analysis.ts'

const account = '111122223333' as AccountId
const arn = `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const key: KeyAccessDto = {
  ...{ arn, account, awsManaged: false, you: rootPrincipal(account), policy: '', grants: [], facts: {} },
}
const subjects: SubjectsDto = { subjects: [], documents: {}, more: 0 }

const statement = (account: string, Condition?: object) => ({
  ...{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
  ...(Condition && { Condition }),
})
const tenant = { StringEquals: { 'kms:EncryptionContext:tenant': 'acme' } }
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [statement(account), statement('444455556666', tenant)],
})

it('tells the same of a policy that is as it was as of one that is only written otherwise', () => {
  const same = accessDiff(key, subjects, policy, policy)
  expect(same?.rows).toEqual(accessDiff(key, subjects, `${policy}\n`, policy)?.rows)
  const levels = same?.rows.flatMap(({ cells }) => [...cells.values()].map(({ level }) => level))
  expect(new Set(levels)).toEqual(new Set(['always', 'conditional', 'never']))
  expect(same?.counts).toMatchObject({ gains: 0, loses: 0, widened: 0, narrowed: 0, changed: 0 })
  expect(same?.counts.same).toBe(levels?.length)
})
