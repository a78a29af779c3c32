import { describe, expect, it } from 'vitest'
import type { Region } from '#kernel/ids.ts'
import { keyInRegion } from './records.ts'

describe('a key in another Region', () => {
  const away = 'eu-west-1' as Region

  it.each([
    ['arn:aws:kms:us-east-1:111122223333:key/mrk-1', 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1'],
    ['arn:aws-cn:kms:cn-north-1:111122223333:alias/a', 'arn:aws-cn:kms:eu-west-1:111122223333:alias/a'],
    ['mrk-1', 'mrk-1'],
    ['alias/arn:aws:kms:us-east-1:', 'alias/arn:aws:kms:us-east-1:'],
  ])('named %s is %s', (keyId, there) => {
    expect(keyInRegion(keyId, away)).toBe(there)
  })
})
