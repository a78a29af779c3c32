import { describe, expect, it } from 'vitest'
import { specOf } from '#crypto/specs.ts'
import { shapes } from '#model/shapes.ts'
import { expiryProblem, wrappingAlgorithms, wrappingKeySpecs } from './import-rules.ts'
import { openSslLines } from './openssl.ts'

function valuesOf(name: string): readonly string[] {
  const shape = shapes[name]
  return shape?.type === 'string' ? (shape.enum ?? []) : []
}

const ALGORITHMS = valuesOf('AlgorithmSpec')
const WRAPPING_KEYS = valuesOf('WrappingKeySpec')
const importable = valuesOf('KeySpec').filter((spec) => spec !== 'SM2' && specOf(spec).importing)

it.each(importable)('for %s the form offers the wrappings that the service takes', (spec) => {
  const taken = ALGORITHMS.flatMap((algorithm) =>
    WRAPPING_KEYS.filter((key) => specOf(spec).importing?.allows(algorithm, key)).map((key) => `${algorithm} ${key}`),
  )
  const offered = wrappingAlgorithms(spec).flatMap((algorithm) =>
    wrappingKeySpecs(spec, algorithm).map((key) => `${algorithm} ${key}`),
  )
  expect(offered.toSorted()).toEqual(taken.toSorted())
})

it.each(importable)('for %s there are lines that make material', (spec) => {
  expect(openSslLines(spec, 'RSA_AES_KEY_WRAP_SHA_256')[0]).toMatch(/^openssl (rand|genpkey) .*material\.bin/)
})

describe('a time of expiry', () => {
  const now = Date.UTC(2026, 0, 1)

  it.each(['2026-01-02T00:00', '2026-12-31T23:59'])('%s is right', (text) => {
    expect(expiryProblem(text, now)).toBeUndefined()
  })

  it.each(['', '2026-01-01T00:00', '2027-01-02T00:00'])('%j is wrong', (text) => {
    expect(expiryProblem(text, now)).toBeDefined()
  })
})
