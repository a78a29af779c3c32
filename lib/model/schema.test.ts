import { describe, expect, it } from 'vitest'
import { isRegion } from '#kernel/ids.ts'
import { operationNames } from './api.ts'
import { errorFaults } from './errors.ts'
import { footnotes, keyStateTable } from './key-states.ts'
import { permissions } from './permissions.ts'
import { findRegion, regions } from './regions.ts'
import { inputShape, isOperationName, isSensitive, lowerCamel, memberShape, shapeOf } from './schema.ts'
import { operations, shapes } from './shapes.ts'

describe('the model', () => {
  it('has the 56 operations in every table', () => {
    expect(operationNames).toHaveLength(56)
    expect(Object.keys(operations)).toEqual([...operationNames])
    expect(Object.keys(permissions)).toEqual([...operationNames])
    expect(operationNames.every(isOperationName)).toBe(true)
  })

  it.each(['__proto__', 'constructor', 'toString', '', 'encrypt'])('finds nothing under %j', (name) => {
    expect(isOperationName(name)).toBe(false)
    expect(Reflect.get(shapes, name)).toBeUndefined()
    expect(Reflect.get(errorFaults, name)).toBeUndefined()
    expect(findRegion(name)).toBeUndefined()
    expect(memberShape('Encrypt', name)).toBeUndefined()
    expect(() => shapeOf(name)).toThrow('no shape')
  })

  it('knows which members are sensitive, those inside structures too', () => {
    const sensitive = operationNames.flatMap((name) =>
      Object.entries(inputShape(name).members)
        .filter(([, type]) => isSensitive(shapeOf(type)))
        .map(([member]) => `${name}.${member}`),
    )
    expect(sensitive).toEqual([
      'CreateCustomKeyStore.KeyStorePassword',
      'CreateCustomKeyStore.XksProxyAuthenticationCredential',
      'Encrypt.Plaintext',
      'GenerateMac.Message',
      'Sign.Message',
      'UpdateCustomKeyStore.KeyStorePassword',
      'UpdateCustomKeyStore.XksProxyAuthenticationCredential',
      'Verify.Message',
      'VerifyMac.Message',
    ])
  })

  it('gives the shape of a member', () => {
    expect(memberShape('GenerateRandom', 'NumberOfBytes')).toEqual({ type: 'integer', min: 1, max: 1024 })
    expect(memberShape('GenerateRandom', 'KeyId')).toBeUndefined()
  })

  it('writes names in lower camel case', () => {
    expect(['KeyId', 'XksKeyId', 'DryRun', ''].map(lowerCamel)).toEqual(['keyId', 'xksKeyId', 'dryRun', ''])
  })

  it('faults the service for its own errors only', () => {
    const server = Object.entries(errorFaults).filter(([, fault]) => fault === 'server')
    expect(server.map(([code]) => code)).toEqual([
      'DependencyTimeoutException',
      'KMSInternalException',
      'KeyUnavailableException',
      'InternalFailure',
      'ServiceUnavailableException',
    ])
  })
})

describe('regions', () => {
  it('know the partition of each', () => {
    expect(regions).toHaveLength(46)
    expect(findRegion('us-east-1')).toEqual({ region: 'us-east-1', name: 'US East (N. Virginia)', partition: 'aws' })
    expect(findRegion('cn-north-1')?.partition).toBe('aws-cn')
    expect(findRegion('mars-north-1')).toBeUndefined()
  })

  it('have names of the right form', () => {
    expect(regions.filter(({ region }) => !isRegion(region))).toEqual([])
  })
})

describe('the key-state table', () => {
  it('reads every kind of cell', () => {
    expect(keyStateTable.CancelKeyDeletion.Unavailable).toEqual({ outcome: 'fails', footnotes: [4], remarks: [13] })
    expect(keyStateTable.Encrypt.PendingReplicaDeletion).toEqual({ outcome: 'fails', footnotes: [2, 3], remarks: [] })
    expect(keyStateTable.EnableKey.Unavailable).toEqual({ outcome: 'succeeds', footnotes: [12], remarks: [] })
    expect(keyStateTable.EnableKeyRotation.Enabled).toEqual({ outcome: 'conditional', footnotes: [7], remarks: [] })
    expect(keyStateTable.Sign.Unavailable.outcome).toBe('cannot-occur')
    expect(footnotes[5]).toBe('KMSInvalidStateException: <keyArn> is pending import.')
  })

  it('has a row of all eight states for each operation on a key', () => {
    expect(operationNames.filter((name) => !(name in keyStateTable))).toEqual([
      'ConnectCustomKeyStore',
      'CreateCustomKeyStore',
      'CreateKey',
      'DeleteCustomKeyStore',
      'DescribeCustomKeyStores',
      'DisconnectCustomKeyStore',
      'GenerateRandom',
      'ListKeys',
      'ListRetirableGrants',
      'UpdateCustomKeyStore',
    ])
    for (const row of Object.values(keyStateTable)) expect(Object.keys(row)).toHaveLength(8)
  })
})

it('asks for two permissions to re-encrypt', () => {
  expect(permissions.ReEncrypt.actions).toEqual(['kms:ReEncryptFrom', 'kms:ReEncryptTo'])
  expect(permissions.GenerateRandom).toMatchObject({ policyType: 'iam', resource: 'none', crossAccount: false })
})
