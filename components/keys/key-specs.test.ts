import { expect, it } from 'vitest'
import { specOf } from '#crypto/specs.ts'
import type { Region } from '#kernel/ids.ts'
import { isOfferedIn } from '#kms/domain/offering.ts'
import { shapes } from '#model/shapes.ts'
import { firstSpec, importReason, specsFor, USAGES } from './key-specs.ts'

function valuesOf(name: string): readonly string[] {
  const shape = shapes[name]
  return shape?.type === 'string' ? (shape.enum ?? []) : []
}

const USAGE_NAMES = USAGES.map(({ usage }) => usage)
const pairs = USAGE_NAMES.flatMap((usage) => specsFor(usage, 'cn-north-1').map(({ spec }) => [usage, spec] as const))

it('every usage of AWS KMS can be chosen, each with a spec to begin with', () => {
  expect(USAGE_NAMES.toSorted()).toEqual([...valuesOf('KeyUsageType')].toSorted())
  expect(USAGE_NAMES.map(firstSpec)).not.toContain('')
})

it.each(pairs)('a key for %s can be a %s', (usage, spec) => {
  expect(specOf(spec).usages).toContain(usage)
})

it.each(['us-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1'])(
  'every usage of every spec that %s has can be chosen there',
  (region) => {
    const specs = valuesOf('KeySpec').filter((spec) => isOfferedIn(region as Region, specOf(spec).offering))
    const all = specs.flatMap((spec) => specOf(spec).usages.map((usage) => `${usage} ${spec}`))
    const offered = USAGE_NAMES.flatMap((usage) => specsFor(usage, region).map(({ spec }) => `${usage} ${spec}`))
    expect(offered.toSorted()).toEqual(all.toSorted())
  },
)

it.each(pairs.map(([, spec]) => spec))('material of %s can be imported exactly when the form says so', (spec) => {
  expect(importReason(spec) === undefined).toBe(specOf(spec).importing !== null)
})
