import { ownerOf } from '#kms/domain/material.ts'
import type { GrantRow, KeyStoreRow } from '#kms/domain/rows.ts'
import type { KeyRecord } from '#kms/ports.ts'
import { FREE_REGION } from './calls.ts'
import { type Harness, OTHER_REGION, REGION } from './harness.ts'

type Stored = KeyRecord | GrantRow | KeyStoreRow

/** All that is stored of the keys of the first account, of their grants and of key stores, to see what a call changed. */
export async function storedOf({ ports: { store }, caller }: Harness): Promise<readonly Stored[]> {
  const scopes = [REGION, OTHER_REGION, FREE_REGION].map((region) => caller({ region }).scope)
  const records = (await Promise.all(scopes.map((scope) => store.keyRecords(scope)))).flat()
  const limit = 100
  const grants = records.map(({ key }) => store.grants(ownerOf(key).scope, key.keyId, { limit }))
  const keyStores = scopes.map((scope) => store.keyStores(scope))
  return [...records, ...(await Promise.all(grants)).flat(), ...(await Promise.all(keyStores)).flat()]
}
