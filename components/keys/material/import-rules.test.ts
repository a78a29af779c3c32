import { describe, expect, it } from 'vitest'
import { findWrapping } from '#crypto/import-wrapping.ts'
import { specOf } from '#crypto/specs.ts'
import type { Region } from '#kernel/ids.ts'
import { isOfferedIn } from '#kms/domain/offering.ts'
import { shapes } from '#model/shapes.ts'
import { expiryProblem, wrappingAlgorithms, wrappingKeySpecs } from './import-rules.ts'
import { openSslLines } from './openssl.ts'

function valuesOf(name: string): readonly string[] {
  const shape = shapes[name]
  return shape?.type === 'string' ? (shape.enum ?? []) : []
}

const ALGORITHMS = valuesOf('AlgorithmSpec')
const WRAPPING_KEYS = valuesOf('WrappingKeySpec')
const importable = valuesOf('KeySpec').filter((spec) => specOf(spec).importing)
const cases = ['us-east-1', 'cn-north-1'].flatMap((region) =>
  importable.filter((spec) => isOfferedIn(region as Region, specOf(spec).offering)).map((spec) => ({ spec, region })),
)

it.each(cases)('for $spec in $region the form offers the wrappings that the service takes', ({ spec, region }) => {
  const here = ALGORITHMS.filter((algorithm) => isOfferedIn(region as Region, findWrapping(algorithm)?.offering))
  const taken = here.flatMap((algorithm) =>
    WRAPPING_KEYS.filter((key) => specOf(spec).importing?.allows(algorithm, key)).map((key) => `${algorithm} ${key}`),
  )
  const offered = wrappingAlgorithms(spec, region).flatMap((algorithm) =>
    wrappingKeySpecs(spec, algorithm).map((key) => `${algorithm} ${key}`),
  )
  expect(offered.toSorted()).toEqual(taken.toSorted())
})

it.each(importable)('for %s there are lines that make material', (spec) => {
  for (const algorithm of ['RSA_AES_KEY_WRAP_SHA_256', 'SM2PKE']) {
    expect(openSslLines(spec, algorithm)[0]).toMatch(/^openssl (rand|genpkey) .*material\.bin/)
    expect(openSslLines(spec, algorithm).at(-1)).toMatch(/wrapped\.bin$/)
  }
})

describe('a time of expiry', () => {
  const now = Date.UTC(2026, 0, 1)

  it.each(['2026-01-02T00:00', '2026-12-31T23:59'])('%s is right', (text) => {
    expect(expiryProblem(text, now)).toBeUndefined()
  })

  it.each(['', '2026-01-01T00:00', '2027-01-02T00:00'])('%j is wrong', (text) => {
    expect(expiryProblem(text, now)).toBeDefined()
  })

  it.each(['UTC', 'Europe/Berlin', 'America/Los_Angeles'])('in %s is asked for while it is half typed', (zone) => {
    expect(expiryProblem('', now, zone)).toBe('Say when, day and time')
    expect(expiryProblem('20266-01-02T00:00', now, zone)).toBe('Say when, day and time')
    expect(expiryProblem('0002-01-02T00:00', now, zone)).toBe('That is past already')
    expect(expiryProblem('9999-12-31T23:59', now, zone)).toBe('Within 365 days')
  })
})
