import type { NewDomainKey } from '#crypto/domain-keys.ts'
import type { Engine } from '#crypto/engine.ts'
import type { Keyring } from '#crypto/keyring.ts'
import { specOf } from '#crypto/specs.ts'
import { mintToken, openToken } from '#crypto/token.ts'
import { fromUtf8, utf8 } from '#kernel/bytes.ts'
import { scopeKey } from '#kernel/scope.ts'
import { insert } from '#kms/domain/writes.ts'
import type { MaterialOwner, Materials, NewMaterial, NewMaterials, Store, Write } from '#kms/ports.ts'
import type { Seeds } from './seeds.ts'

/** Key material as the service sees it, on a keyring that follows what the store commits. */
export function createMaterials(keyring: Keyring, store: Store, engine: Engine, seeds: Seeds): Materials {
  store.onCommit((writes) => {
    for (const write of writes) follow(keyring, write)
  })
  store.onRewind((sandbox) => keyring.forgetMaterials(sandbox))

  return {
    async create(owners, number) {
      const [first] = owners
      if (!first) return { all: [], writes: [] }
      const { derive, generate } = specOf(first.spec)
      const seed = seeds.of(first.scope.sandbox)
      const material = seed && derive ? derive(seed.material(first.keyId, first.spec, number)) : await generate(engine)
      return wrapAll(
        keyring,
        owners.map((owner) => ({ owner, material })),
      )
    },
    async adopt(owner, bytes) {
      const material = await specOf(owner.spec).importing?.read(bytes, engine)
      bytes.fill(0)
      return material && wrapAll(keyring, [{ owner, material }])
    },
    async copy(from, materials, to) {
      const pairs = materials.map((held) => {
        const material = keyring.unwrap(from, held)
        if (!material) throw damaged(from, held.materialId)
        return { owner: to, material }
      })
      return wrapAll(keyring, pairs)
    },
    open(owner, material) {
      const opened = keyring.open(owner, material)
      if (!opened) throw damaged(owner, material.materialId)
      return opened
    },
    async prepare(scope) {
      while (!keyring.has(scope)) {
        const { row } = await keyring.create(scope)
        await store.commit({ writes: [insert('domainKey', row)], events: [] })
      }
    },
    async begin(scope) {
      return keyring.has(scope) ? [] : [insert('domainKey', (await keyring.create(scope)).row)]
    },
    sealSecret: (scope, purpose, secret) => keyring.sealSecret(scope, purpose, secret),
    openSecret: (scope, purpose, sealed) => keyring.openSecret(scope, purpose, sealed),
    mintToken(scope, purpose, payload) {
      const key = keyring.tokenKey(scope)
      if (!key) throw new Error(`${scopeKey(scope)} has no domain key`)
      return mintToken(key, purpose, utf8(payload), engine.secrets)
    },
    openToken(scope, purpose, token) {
      const key = keyring.tokenKey(scope)
      const payload = key && openToken(key, purpose, token)
      return payload && fromUtf8(payload)
    },
  }
}

type Pair = { readonly owner: MaterialOwner; readonly material: Buffer }

/** One result for each pair of an owner and its material, which are zeroed. Domain keys are made once a scope. */
export async function wrapAll(keyring: Keyring, pairs: readonly Pair[]): Promise<NewMaterials> {
  const fresh = new Map<string, NewDomainKey>()
  const all: NewMaterial[] = []
  try {
    for (const { owner, material } of pairs) {
      const scope = scopeKey(owner.scope)
      if (!keyring.has(owner.scope)) fresh.set(scope, await keyring.create(owner.scope))
      const opened = specOf(owner.spec).open(material)
      const publicKey = opened.kind === 'key-pair' ? opened.spki : null
      all.push({ ...keyring.wrap(owner, material, fresh.get(scope)), publicKey })
    }
  } finally {
    for (const { material } of pairs) material.fill(0)
  }
  return { all, writes: [...fresh.values()].map(({ row }) => insert('domainKey', row)) }
}

/** Adopts domain keys that came into force, and drops what is gone: material from its key, all of a sandbox. */
function follow(keyring: Keyring, write: Write): void {
  if (write.table === 'domainKey' && write.act === 'put') void keyring.adopt(write.row)
  if (write.table === 'sandbox' && write.act === 'remove') keyring.forgetSandbox(write.key.id)
  if (write.table === 'key' && write.act === 'remove') keyring.forget(write.key, write.key.keyId)
  if (write.table === 'material' && write.act === 'put' && write.row.wrapped === null) {
    keyring.forget(write.row, write.row.keyId, write.row.materialId)
  }
}

export function damaged({ keyId }: MaterialOwner, materialId: string): Error {
  return new Error(`material ${materialId} of key ${keyId} does not open: the database was changed`)
}
