import type { Scope } from '#kernel/scope.ts'
import type { OperationName } from '#model/api.ts'
import type { Context, Plan, Result } from '../operation.ts'
import type { KeyRecord } from '../ports.ts'
import { requestConditions } from './conditions.ts'
import { keyStoreNotFound } from './key-store-errors.ts'
import { keyStoreFacts } from './key-store-trail.ts'
import type { KeyOrigin, KeyRow, KeyState, KeyStoreRow, Stored } from './rows.ts'
import type { Expect } from './writes.ts'
import { expect } from './writes.ts'

/** Custom key stores in an account and Region; not adjustable (AWS KMS developer guide, resource quotas). */
export const MAX_KEY_STORES = 10

/** The places that key stores of an account and Region take: the `number` of their rows. */
export const PLACES: readonly number[] = Array.from({ length: MAX_KEY_STORES }, (_, index) => index + 1)

/**
 * Expects all places but one's own to be as they were read, those that nobody has among them: a name or an address that
 * is of no other key store must still be so when it is written.
 */
export function expectOtherPlaces(
  own: number,
  scope: Scope,
  others: readonly Stored<KeyStoreRow>[],
): readonly Expect<'keyStore'>[] {
  const places = PLACES.filter((number) => number !== own)
  return places.map((number) => {
    const taken = others.find((other) => other.number === number)
    return expect('keyStore', taken ?? { ...scope, number, version: 0 })
  })
}

/** A key, with its key store where it is in one. */
export interface StoredKey {
  readonly key: KeyRow
  readonly keyStore?: KeyStoreRow
}

/** Origins of keys in custom key stores. */
const IN_KEY_STORES: ReadonlySet<KeyOrigin> = new Set(['AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'])

export function isInKeyStore({ origin }: Pick<KeyRow, 'origin'>): boolean {
  return IN_KEY_STORES.has(origin)
}

export function isConnected({ state }: Pick<KeyStoreRow, 'state'>): boolean {
  return state === 'CONNECTED'
}

/**
 * The state that a key shows: Unavailable while its key store is not connected, unless its deletion is pending. What
 * becomes of it meanwhile, by EnableKey and DisableKey, shows once the store is connected again.
 */
export function stateOf({ key, keyStore }: StoredKey): KeyState {
  const usable = key.state === 'Enabled' || key.state === 'Disabled'
  return usable && keyStore && !isConnected(keyStore) ? 'Unavailable' : key.state
}

/** The key store of a key that is in one. */
export function keyStoreOf({ key, keyStore }: KeyRecord): NonNullable<KeyRecord['keyStore']> {
  if (!keyStore) throw new Error(`key ${key.keyId} lacks its key store`)
  return keyStore
}

/** The key store of that id. */
export async function findKeyStore(id: string, { scope, ports }: Context): Promise<Stored<KeyStoreRow>> {
  const store = (await ports.store.keyStores(scope)).find(({ customKeyStoreId }) => customKeyStoreId === id)
  if (store) return store
  throw keyStoreNotFound(id)
}

/**
 * The plan of an operation on exactly one key store. It has no policy, so the check is on nothing in particular, and
 * whether it exists is told only then.
 */
export function onKeyStore<N extends KeyStoreOperation>(
  operation: N,
  id: string,
  context: Context,
  run: (store: Stored<KeyStoreRow>) => Promise<Result<N>> | Result<N>,
): Plan<N> {
  return {
    checks: [{ action: `kms:${operation}`, resource: { kind: 'none' }, context: requestConditions(context) }],
    states: [],
    async run() {
      const store = await findKeyStore(id, context)
      return { trail: { additionalEventData: keyStoreFacts(store) }, ...(await run(store)) }
    },
  }
}

type KeyStoreOperation = Extract<OperationName, `${string}CustomKeyStore`>
