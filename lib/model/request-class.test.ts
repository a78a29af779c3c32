import { describe, expect, it } from 'vitest'
import { operationNames } from './api.ts'
import { pricing, type RequestClass } from './pricing.ts'
import { isFreeTier, requestClass } from './request-class.ts'
import { shapes } from './shapes.ts'

const SPECS = valuesOf('KeySpec')
const PAIR_SPECS = valuesOf('DataKeyPairSpec')
const SYMMETRIC = ['SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512']
const WITH_A_PAIR = [
  ...['Encrypt', 'Decrypt', 'ReEncrypt', 'Sign', 'Verify', 'GetPublicKey'],
  ...['DeriveSharedSecret', 'Encapsulate', 'Decapsulate'],
]
const MAKING_A_PAIR = ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext']

function valuesOf(name: string): readonly string[] {
  const shape = shapes[name]
  if (shape?.type !== 'string' || !shape.enum) throw new Error(`${name} has no values`)
  return shape.enum
}

/** Written down apart from the code: the pricing page's table. */
function priceOf(operation: string, spec: string): RequestClass {
  if (!WITH_A_PAIR.includes(operation) || SYMMETRIC.includes(spec)) return 'symmetric'
  return spec === 'RSA_2048' ? 'rsa2048' : 'asymmetric'
}

describe('the class of a request', () => {
  const plain = operationNames.filter((name) => !MAKING_A_PAIR.includes(name))

  it('is known for every operation with every key spec', () => {
    expect([operationNames.length, plain.length]).toEqual([56, 54])
    for (const operation of plain) {
      for (const spec of SPECS)
        expect([operation, spec, requestClass({ operation, spec })]).toEqual([
          operation,
          spec,
          priceOf(operation, spec),
        ])
    }
  })

  it('is that of the pair for calls that make one, whatever their key', () => {
    for (const operation of MAKING_A_PAIR) {
      for (const pairSpec of PAIR_SPECS) {
        const expected = pairSpec.startsWith('RSA') ? 'rsaPair' : 'eccPair'
        expect(requestClass({ operation, spec: 'SYMMETRIC_DEFAULT', pairSpec })).toBe(expected)
      }
    }
  })

  it('is the usual one where no key is known', () => {
    for (const operation of plain) expect(requestClass({ operation })).toBe('symmetric')
  })

  it('is free up to the tier only where no key pair is used or made', () => {
    const free = Object.keys(pricing.request).filter((name) => isFreeTier(name as RequestClass))
    expect(free).toEqual(['symmetric'])
  })
})
