import type { Engine } from '#crypto/engine.ts'
import type { Keyring } from '#crypto/keyring.ts'
import { readingsOfMaterial, readKnownMaterial, textOfMaterial } from '#crypto/known-material.ts'
import type { BareMaterials } from '#kms/ports/fixture.ts'
import { damaged, wrapAll } from './materials.ts'

export function createBareMaterials(keyring: Keyring, engine: Engine): BareMaterials {
  return {
    async place(owners, text) {
      const [first] = owners
      if (!first) return { all: [], writes: [] }
      const readings = readingsOfMaterial(text)
      try {
        for (const bytes of readings) {
          const material = await readKnownMaterial(first.spec, bytes, engine)
          if (!material) continue
          // Each is zeroed once it is wrapped.
          const pairs = owners.map((owner) => ({ owner, material: Buffer.from(material) }))
          material.fill(0)
          return await wrapAll(keyring, pairs)
        }
        return undefined
      } finally {
        for (const bytes of readings) bytes.fill(0)
      }
    },
    reveal(owner, held) {
      const stored = keyring.unwrap(owner, held)
      if (!stored) throw damaged(owner, held.materialId)
      const text = textOfMaterial(owner.spec, stored)
      stored.fill(0)
      return text
    },
  }
}
