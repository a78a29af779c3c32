import type { Change, Item, NewItem, State } from '#integrations/ports.ts'
import type { Caller, ServiceItemRow, Store, Stored, Write } from '#kms/ports.ts'
import { expect, insert, remove } from '#kms/ports.ts'

type Kind = Pick<ServiceItemRow, 'sandbox' | 'account' | 'service'>

/** What a service keeps for the account of its caller. */
export function stateOf(service: string, { scope: { sandbox, account } }: Caller, store: Store): State {
  const kindOf = { sandbox, account, service } satisfies Kind
  return {
    async get<B extends object>(region: NewItem['region'], kind: string, id: string) {
      const row = await store.serviceItem({ ...kindOf, region, kind, id })
      return row && itemOf<B>(row)
    },
    async list<B extends object>(region: NewItem['region'], kind: string, prefix?: string) {
      return (await store.serviceItems({ ...kindOf, region, kind }, prefix)).map((row) => itemOf<B>(row))
    },
  }
}

/** The row carries a MAC, so what it says is what the service wrote. */
function itemOf<B extends object>({ region, kind, id, body, data, version }: Stored<ServiceItemRow>): Item<B> {
  return { region, kind, id, body: JSON.parse(body) as B, data, version }
}

/** A change of what a service keeps, as a write. */
export function writeOf(change: Change, service: string, { scope: { sandbox, account } }: Caller): Write {
  const { region, kind, id, version } = change.item
  const key = { sandbox, account, region, service, kind, id }
  switch (change.act) {
    case 'remove':
      return remove('serviceItem', { ...key, version })
    case 'expect':
      return expect('serviceItem', { ...key, version })
    case 'put': {
      const { body, data } = change.item
      return { ...insert('serviceItem', { ...key, body: JSON.stringify(body), data }), version }
    }
  }
}
