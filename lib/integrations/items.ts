import type { Change, Item, NewItem } from './ports.ts'

const NOTHING = Buffer.alloc(0)

export function insert<B extends object>(item: Omit<NewItem<B>, 'data'> & { readonly data?: Uint8Array }): Change {
  return { act: 'put', item: { data: NOTHING, ...item, version: 0 } }
}

/** Replaces members of what an item says. */
export function update<B extends object>(item: Item<B>, change: Partial<B>): Change {
  return { act: 'put', item: { ...item, body: { ...item.body, ...change } } }
}

/** Puts an item in the place of the one that was read there, if any. */
export function replace<B extends object>(old: Item<B> | undefined, item: NewItem<B>): Change {
  return { act: 'put', item: { ...item, version: old?.version ?? 0 } }
}

export function remove(item: Item): Change {
  return { act: 'remove', item }
}

/** That an item is still as it was read. */
export function expect(item: Item): Change {
  return { act: 'expect', item }
}
