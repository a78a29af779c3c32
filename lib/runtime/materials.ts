import type { Keyring } from '#crypto/keyring.ts'
import { specOf } from '#crypto/specs.ts'
import { mintToken, openToken } from '#crypto/token.ts'
import { fromUtf8, utf8 } from '#kernel/bytes.ts'
import type { Secrets } from '#kernel/random.ts'
import { scopeKey } from '#kernel/scope.ts'
import { insert } from '#kms/domain/writes.ts'
import type { Materials, Store } from '#kms/ports.ts'

/** Key material as the service sees it, on a keyring that follows what the store commits. */
export function createMaterials(keyring: Keyring, store: Store, secrets: Secrets): Materials {
  store.onCommit((writes) => {
    for (const write of writes) {
      if (write.table === 'domainKey' && write.act === 'put') void keyring.adopt(write.row)
      if (write.table === 'key' && write.act === 'remove') keyring.forget(write.key, write.key.keyId)
    }
  })
  return {
    async create(owner) {
      const { materialBytes } = specOf(owner.spec)
      if (materialBytes === null) throw new Error(`${owner.spec} keys are not made from random bytes`)
      const fresh = keyring.has(owner.scope) ? undefined : await keyring.create(owner.scope)
      const material = secrets.bytes(materialBytes)
      const { materialId, wrapped } = keyring.wrap(owner, material, fresh)
      material.fill(0)
      return { materialId, wrapped, writes: fresh ? [insert('domainKey', fresh.row)] : [] }
    },
    open(owner, row) {
      const key = keyring.open(owner, row)
      if (!key)
        throw new Error(`material ${row.materialId} of key ${owner.keyId} does not open: the database was changed`)
      return key
    },
    mintToken(scope, purpose, payload) {
      const key = keyring.tokenKey(scope)
      if (!key) throw new Error(`${scopeKey(scope)} has no domain key`)
      return mintToken(key, purpose, utf8(payload), secrets)
    },
    openToken(scope, purpose, token) {
      const key = keyring.tokenKey(scope)
      const payload = key && openToken(key, purpose, token)
      return payload && fromUtf8(payload)
    },
  }
}
