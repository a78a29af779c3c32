import { type Literal, print } from './print.ts'
import { required, type SourceQuotas, sortedEntries } from './source.ts'

/** What the shared quotas are called, by their names in the source. */
const SHARED = {
  symmetric: 'symmetricCrypto',
  rsa: 'rsaCrypto',
  eccSm2: 'eccSm2Crypto',
  mlDsa: 'mldsaCrypto',
  mlKem: 'mlkemCrypto',
} as const

/** lib/model/quotas.ts: the request quotas of AWS KMS, in requests per second. */
export function renderQuotas(source: SourceQuotas): string {
  const shared = Object.entries(SHARED).map(([name, from]): [string, Literal] => [name, sharedQuota(source[from])])
  const store = { operations: source.customKeyStore.ops, rate: source.customKeyStore.perStore, regional: [] }
  return `import { table } from './table.ts'

/** A quota that several operations draw on, in requests per second. */
export interface SharedQuota {
  readonly operations: readonly string[]
  readonly rate: number
  /** Regions with another rate. */
  readonly regional: readonly { readonly rate: number; readonly regions: readonly string[] }[]
}

/** Of an account in a Region, shared by operations with keys of a kind (AWS KMS developer guide, "Request quotas"). */
export const sharedQuotas = ${print(Object.fromEntries(shared))} as const satisfies Record<string, SharedQuota>

/** Of each custom key store. */
export const keyStoreQuota: SharedQuota = ${print(store)}

/** Of GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext together, by the spec of the pair. */
export const dataKeyPairQuotas: Readonly<Record<string, number>> = table(${print(numbers(source.dataKeyPair))})

/** Of each other operation on its own. */
export const managementQuotas: Readonly<Record<string, number>> = table(${print(numbers(source.management))})
`
}

/** The rate of most Regions stands under `default`, any other one beside it with its Regions. */
function sharedQuota({ ops, rate, default: usual, ...more }: SourceQuotas['symmetricCrypto']): Literal {
  const regional = Object.entries(more).flatMap(([name, regions]) => {
    return /^\d+$/.test(name) && Array.isArray(regions) ? [{ rate: Number(name), regions }] : []
  })
  return { operations: ops, rate: required(rate ?? usual, 'the rate of a quota'), regional }
}

/** Those whose rate is known. */
function numbers(rates: SourceQuotas['management']): Record<string, number> {
  return Object.fromEntries(
    sortedEntries(rates).flatMap(([name, rate]) => (typeof rate === 'number' ? [[name, rate]] : [])),
  )
}
