import { expect, it } from 'vitest'
import type { KeyDto } from '#console/dto/keys.ts'
import { shapes } from '#model/shapes.ts'
import { specsFor, USAGES } from './key-specs.ts'
import { sampleCall } from './sample-call.ts'

const kinds = USAGES.flatMap(({ usage }) => specsFor(usage, 'cn-north-1').map(({ spec }) => ({ usage, spec })))

it.each(kinds)('a $spec for $usage has a call with all that its operation needs', ({ usage, spec }) => {
  const key = { keyId: 'k', spec, usage, algorithms: ['FIRST', 'LAST'] } as unknown as KeyDto
  const { operation, input } = sampleCall(key).call
  const shape = shapes[`${operation}Request`]
  expect(shape?.type).toBe('structure')
  if (shape?.type !== 'structure') return
  expect(Object.keys(shape.members)).toEqual(expect.arrayContaining(Object.keys(input)))
  expect(Object.keys(input)).toEqual(expect.arrayContaining([...(shape.required ?? [])]))
})
