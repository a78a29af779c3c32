/** The same entries without a prototype, so that a name such as `constructor` finds nothing. */
export function table<T extends object>(entries: T): T {
  return Object.assign(Object.create(null), entries)
}
