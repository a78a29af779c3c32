import { describe, expect, it } from 'vitest'
import { parsePolicy } from '#policy/parse.ts'
import { consolePolicy, type PolicyChoices, policyText } from './console-policy.ts'

const plain: PolicyChoices = {
  ...{ account: '111122223333', partition: 'aws', spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' },
  ...{ origin: 'AWS_KMS', multiRegion: false, administrators: [], mayDelete: true, users: [], accounts: [] },
}
const ALICE = 'arn:aws:iam::111122223333:user/alice'
const API = 'arn:aws:iam::111122223333:role/api'

const sids = (change: Partial<PolicyChoices>) =>
  consolePolicy({ ...plain, ...change }).Statement.map(({ Sid, Action }) => [Sid, Action] as const)

describe('the policy of the console', () => {
  it('begins with the account, in the partition of the Region', () => {
    expect(consolePolicy({ ...plain, partition: 'aws-cn' }).Statement).toEqual([
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws-cn:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ])
  })

  it('lets administrators delete or not, import and replicate where the key can', () => {
    const [, [, actions] = []] = sids({ administrators: [ALICE] })
    expect(actions).toContain('kms:ScheduleKeyDeletion')
    expect(actions).not.toContain('kms:ImportKeyMaterial')
    const [, [, fewer] = []] = sids({
      administrators: [ALICE],
      mayDelete: false,
      origin: 'EXTERNAL',
      multiRegion: true,
    })
    expect(fewer).not.toContain('kms:ScheduleKeyDeletion')
    expect(fewer).not.toContain('kms:CancelKeyDeletion')
    expect(fewer).toEqual(expect.arrayContaining(['kms:ImportKeyMaterial', 'kms:ReplicateKey']))
  })

  it.each([
    ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', 'kms:GenerateDataKey*', 3],
    ['RSA_2048', 'ENCRYPT_DECRYPT', 'kms:GetPublicKey', 2],
    ['RSA_2048', 'SIGN_VERIFY', 'kms:Sign', 2],
    ['HMAC_256', 'GENERATE_VERIFY_MAC', 'kms:VerifyMac', 2],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', 'kms:DeriveSharedSecret', 2],
    ['ML_KEM_768', 'ENCAPSULATE_DECAPSULATE', 'kms:Decapsulate', 2],
  ])('lets users of a %s do what it is for: %s', (spec, usage, action, statements) => {
    const all = sids({ spec, usage, users: [API] })
    expect(all).toHaveLength(statements)
    expect(all[1]).toEqual(['Allow use of the key', expect.arrayContaining([action])])
  })

  it('puts users and other accounts into one list, and one name alone into none', () => {
    const principals = (change: Partial<PolicyChoices>) =>
      consolePolicy({ ...plain, ...change }).Statement[1]?.Principal
    expect(principals({ users: [API], accounts: ['444455556666'] })).toEqual({
      AWS: [API, 'arn:aws:iam::444455556666:root'],
    })
    expect(principals({ users: [API] })).toEqual({ AWS: API })
  })

  it('is a policy by the grammar', () => {
    const full = { ...plain, administrators: [ALICE], users: [API], accounts: ['444455556666'] }
    expect(parsePolicy(policyText(consolePolicy(full))).ok).toBe(true)
  })
})
