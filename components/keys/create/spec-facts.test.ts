import { expect, it } from 'vitest'
import { shapes } from '#model/shapes.ts'
import { specsFor, USAGES } from '../key-specs.ts'
import { algorithmsText, callPrice } from './spec-facts.ts'

const names = [
  'EncryptionAlgorithmSpec',
  'SigningAlgorithmSpec',
  'MacAlgorithmSpec',
  'KeyAgreementAlgorithmSpec',
  'EncapsulationAlgorithmSpec',
]
const known = names.flatMap((name) => {
  const shape = shapes[name]
  return shape?.type === 'string' ? (shape.enum ?? []) : []
})
const pairs = USAGES.flatMap(({ usage }) => specsFor(usage, 'cn-north-1').map(({ spec }) => [usage, spec] as const))
const IN_WORDS = ['SYMMETRIC_DEFAULT', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'ECC_NIST_EDWARDS25519']

it.each(pairs.filter(([, spec]) => !IN_WORDS.includes(spec)))(
  'the algorithm of %s by %s is one of AWS',
  (usage, spec) => {
    expect(known).toContain(algorithmsText({ usage, spec }))
  },
)

it('asymmetric calls cost more, those of RSA_2048 aside', () => {
  expect(['SYMMETRIC_DEFAULT', 'RSA_2048', 'HMAC_512', 'RSA_4096', 'ML_DSA_65'].map(callPrice)).toEqual([
    ...['$0.03', '$0.03', '$0.03', '$0.15', '$0.15'],
  ])
})
