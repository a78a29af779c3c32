import { describe, expect, it } from 'vitest'
import type { AccountId } from '#kernel/ids.ts'
import { hasShared, readSharedJson } from '#testing/shared.ts'
import { defaultKeyPolicyText } from './default-policy.ts'

const FILE = 'aws/policies.json'

describe('the default key policy', () => {
  it.skipIf(!hasShared(FILE))('is the text AWS returns, byte for byte', () => {
    const { defaultApiExactText } = readSharedJson(FILE) as { defaultApiExactText: string }
    expect(defaultKeyPolicyText('111122223333' as AccountId)).toBe(defaultApiExactText)
  })

  it('names the partition', () => {
    expect(defaultKeyPolicyText('111122223333' as AccountId, 'aws-cn')).toContain('"arn:aws-cn:iam::111122223333:root"')
  })
})
