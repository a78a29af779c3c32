import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { sourceOf } from '../documents.ts'
import type { GrantInForce } from '../request.ts'
import { KMS_VOCABULARY, keyActions } from '../vocabulary.ts'
import { accessLevels, type KnownSubject, type Setting } from './access-levels.ts'
import { compareAccess } from './compare-access.ts'
import { openInRequests } from './open-keys.ts'

const account = '111122223333' as AccountId
const roleArn = `arn:aws:iam::${account}:role/batch`
const batch: KnownSubject = {
  label: roleArn,
  identity: [],
  principal: {
    ...{ kind: 'assumed-role', account, roleArn, sessionName: 's', id: 'AROABATCH:s' },
    arn: `arn:aws:sts::${account}:assumed-role/batch/s`,
  },
}

const DECRYPT = keyActions(KMS_VOCABULARY).filter(({ name }) => name === 'kms:Decrypt')

function setting(Condition: object | undefined, more: Partial<Setting> = {}): Setting {
  const allow = { Effect: 'Allow', Principal: { AWS: roleArn }, Action: 'kms:Decrypt', Resource: '*' }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...allow, ...(Condition && { Condition }) }] })
  return {
    ...{ resource: `arn:aws:kms:us-east-1:${account}:key/k`, account, grants: [], context: new Map() },
    ...{ policy: sourceOf('p', text, 'resource-based policy'), isOpen: openInRequests(new Map()), ...more },
  }
}

function levelIn(one: Setting, subject = batch) {
  const level = accessLevels([subject], DECRYPT, one)[0]?.cells[0]
  if (!level) throw new Error('no level')
  return { level, setting: one }
}

const purpose = (...values: string[]) => ({ StringEquals: { 'kms:EncryptionContext:purpose': values } })

describe('what somebody may do', () => {
  it('depends on conditions that requests decide, not on those that the caller settles', () => {
    expect(levelIn(setting(purpose('a'))).level).toMatchObject({ level: 'conditional', via: 'key policy' })
    const own = { StringEquals: { 'aws:PrincipalArn': roleArn } }
    expect(levelIn(setting(own)).level.level).toBe('always')
    expect(levelIn(setting({ StringEquals: { 'kms:CallerAccount': '444455556666' } })).level.level).toBe('never')
  })

  it('by a grant is bound by its constraints', () => {
    const grant: GrantInForce = { id: 'g', granteePrincipal: roleArn, operations: new Set(['Decrypt']) }
    const none = setting({ StringEquals: { 'kms:CallerAccount': '444455556666' } }, { grants: [grant] })
    expect(levelIn(none).level).toMatchObject({ level: 'always', via: 'grant' })
    const bound = { ...grant, encryptionContextSubset: new Map([['a', 'b']]) }
    expect(levelIn({ ...none, grants: [bound] }).level).toMatchObject({ level: 'conditional', via: 'grant' })
  })

  it('is at best conditional where the IAM policies of another account are not known', () => {
    const theirs = { ...batch, unknownIdentity: true, identity: [] } as const
    expect(levelIn(setting(undefined), theirs).level.level).toBe('always')
  })
})

describe('what a change of policy does', () => {
  const change = (before: object | undefined, after: object | undefined) =>
    compareAccess(batch, levelIn(setting(before)), levelIn(setting(after)))

  it.each([
    [purpose('a'), purpose('a', 'b'), 'widened'],
    [purpose('a', 'b'), purpose('a'), 'narrowed'],
    [purpose('a'), purpose('b'), 'changed'],
    [purpose('a'), purpose('a'), 'same'],
    [purpose('a'), undefined, 'widened'],
    [undefined, purpose('a'), 'narrowed'],
    [purpose('a'), { StringEquals: { 'kms:CallerAccount': '1' } }, 'loses'],
  ])('%j to %j is %s', (before, after, kind) => {
    expect(change(before, after)).toBe(kind)
  })

  it('is not hidden by a statement that leaves the rest to IAM', () => {
    const bound = (...values: string[]) => {
      const own = setting(purpose(...values))
      const { document } = own.policy ?? sourceOf('none', '{}', 'resource-based policy')
      const delegating = JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      })
      const { statements } = sourceOf('root', delegating, 'resource-based policy').document
      return {
        ...own,
        policy: { id: 'p', document: { ...document, statements: [...statements, ...document.statements] } },
      }
    }
    const found = (...values: string[]) => levelIn(bound(...values))
    expect(compareAccess(batch, found('a'), found('a', 'b'))).toBe('widened')
    const identity = [
      sourceOf(
        'own',
        JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*' } }),
        'identity-based policy',
      ),
    ]
    const byIam = { ...batch, identity }
    const free = (...values: string[]) => levelIn(bound(...values), byIam)
    expect(compareAccess(byIam, free('a'), free('a', 'b'))).toBe('same')
  })

  it('reads negated operators the other way round', () => {
    const not = (...values: string[]) => ({ StringNotEquals: { 'kms:EncryptionContext:purpose': values } })
    expect(change(not('a'), not('a', 'b'))).toBe('narrowed')
  })
})
