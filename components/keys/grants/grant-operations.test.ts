import { expect, it } from 'vitest'
import { grantableOperations } from '#kms/domain/grant.ts'
import { specsFor, USAGES } from '../key-specs.ts'
import { grantOperations } from './grant-operations.ts'

const kinds = USAGES.flatMap(({ usage }) => specsFor(usage, 'cn-north-1').map(({ spec }) => ({ usage, spec })))

it.each(kinds)('the form offers what a grant on a $spec for $usage can allow', (kind) => {
  const wanted = grantableOperations(kind as Parameters<typeof grantableOperations>[0])
  expect(grantOperations({ ...kind, origin: 'AWS_KMS' }).toSorted()).toEqual([...wanted].toSorted())
})

it('the form offers no data key pairs of a key in a custom key store', () => {
  const offered = grantOperations({ spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT', origin: 'EXTERNAL_KEY_STORE' })
  expect(offered.filter((name) => name.startsWith('GenerateDataKey'))).toEqual([
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
  ])
})
