import { expect, it } from 'vitest'
import { grantableOperations } from '#kms/domain/grant.ts'
import { specsFor, USAGES } from '../key-specs.ts'
import { grantOperations } from './grant-operations.ts'

const kinds = USAGES.flatMap(({ usage }) => specsFor(usage).map(({ spec }) => ({ usage, spec })))

it.each(kinds)('the form offers what a grant on a $spec for $usage can allow', (kind) => {
  const wanted = grantableOperations(kind as Parameters<typeof grantableOperations>[0])
  expect(grantOperations(kind).toSorted()).toEqual([...wanted].toSorted())
})
