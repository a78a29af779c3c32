import type { Region } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { OperationName } from '#model/api.ts'
import { keyStoreQuota, managementQuotas } from '#model/quotas.ts'
import { findRegion } from '#model/regions.ts'
import type { KeyRecord } from '../ports.ts'
import { pairClass, type SharedClass, storeClass } from './quota-classes.ts'

/** What a call draws from one quota. */
export interface Charge {
  /** Sandbox, account and Region whose quota it is. */
  readonly scope: Scope
  /** The id of a class. */
  readonly quota: string
  readonly requests: number
}

/**
 * What a call draws as it comes in, from the quotas of the caller's account, whosever key it uses. Which shared quota it
 * is depends on the key; the algorithm that the request names says the same before any key is looked up, as a call whose
 * algorithm does not fit its key fails. `input` is valid.
 */
export function chargesOf(operation: OperationName, input: object, scope: Scope): readonly Charge[] {
  const named = (member: string) => String(Reflect.get(input, member) ?? '')
  const of = (quota: string, requests = 1, region?: Region): Charge => {
    return { scope: region ? { ...scope, region } : scope, quota, requests }
  }
  switch (operation) {
    case 'Encrypt':
    case 'Decrypt':
      return [of(encryptionClass(named('EncryptionAlgorithm')))]
    case 'ReEncrypt':
      // A use of two keys, each of its own kind.
      return [
        of(encryptionClass(named('SourceEncryptionAlgorithm'))),
        of(encryptionClass(named('DestinationEncryptionAlgorithm'))),
      ]
    case 'Sign':
    case 'Verify':
      return [of(signingClass(named('SigningAlgorithm')))]
    case 'GenerateRandom': {
      const store = named('CustomKeyStoreId')
      return [of('symmetric'), ...(store === '' ? [] : [of(storeClass(store))])]
    }
    case 'GenerateDataKey':
    case 'GenerateDataKeyWithoutPlaintext':
    case 'GenerateMac':
    case 'VerifyMac':
      return [of('symmetric')]
    case 'DeriveSharedSecret':
      return [of('eccSm2')]
    case 'Encapsulate':
    case 'Decapsulate':
      return [of('mlKem')]
    case 'GenerateDataKeyPair':
    case 'GenerateDataKeyPairWithoutPlaintext':
      return [of(pairClass(named('KeyPairSpec')))]
    case 'ReplicateKey':
      return [of(operation), ...elsewhere(named('ReplicaRegion'), (region) => of('CreateKey', 2, region))]
    case 'UpdatePrimaryRegion':
      return [of(operation), ...elsewhere(named('PrimaryRegion'), (region) => of(operation, 1, region))]
    default:
      return operation in managementQuotas ? [of(operation)] : []
  }
}

function elsewhere(name: string, charge: (region: Region) => Charge): readonly Charge[] {
  const known = findRegion(name)
  return known ? [charge(known.region)] : []
}

function encryptionClass(algorithm: string): SharedClass {
  if (algorithm.startsWith('RSA')) return 'rsa'
  return algorithm.startsWith('SM2') ? 'eccSm2' : 'symmetric'
}

function signingClass(algorithm: string): SharedClass {
  if (algorithm.startsWith('RSA')) return 'rsa'
  return algorithm.startsWith('ML_DSA') ? 'mlDsa' : 'eccSm2'
}

const OF_KEY_STORES: ReadonlySet<string> = new Set(keyStoreQuota.operations)

/** What a call draws beside that, once its keys are known: from the quotas of their key stores, which all callers share. */
export function storeChargesOf(operation: string, records: readonly KeyRecord[]): readonly Charge[] {
  if (!OF_KEY_STORES.has(operation)) return []
  return records.flatMap(({ key: { sandbox, account, region, customKeyStoreId } }) => {
    if (customKeyStoreId === null) return []
    return [{ scope: { sandbox, account, region }, quota: storeClass(customKeyStoreId), requests: 1 }]
  })
}
