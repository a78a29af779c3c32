import type { KeyObject } from 'node:crypto'

/** What is made of a key, made once and kept as long as the key. */
export function perKey<Made>(make: (key: KeyObject) => Made): (key: KeyObject) => Made {
  const known = new WeakMap<KeyObject, { readonly made: Made }>()
  return (key) => {
    const warm = known.get(key)
    if (warm) return warm.made
    const made = make(key)
    known.set(key, { made })
    return made
  }
}
