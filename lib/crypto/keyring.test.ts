import { beforeEach, describe, expect, it } from 'vitest'
import type { AccountId, KeyId } from '#kernel/ids.ts'
import { systemSecrets } from '#kernel/random.ts'
import { isCryptoError } from './crypto-error.ts'
import { Keyring } from './keyring.ts'
import { localRoot } from './root/local-key.ts'
import type { RootProvider } from './root/provider.ts'
import { KEY_ID, keyOf, OWNER, SCOPE, tampered } from './test-keys.ts'
import { mintToken, openToken } from './token.ts'

const MATERIAL = Buffer.alloc(32, 5)
const OTHER_SCOPE = { ...SCOPE, account: '444455556666' as AccountId }

/** A root that counts what it is asked. */
class CountingRoot implements RootProvider {
  readonly #root = localRoot(Buffer.alloc(32, 1), systemSecrets)
  readonly id = this.#root.id
  asked = 0

  wrap(bytes: Uint8Array, aad: Uint8Array): Promise<Buffer> {
    this.asked += 1
    return this.#root.wrap(bytes, aad)
  }

  unwrap(wrapped: Uint8Array, aad: Uint8Array): Promise<Buffer | undefined> {
    this.asked += 1
    return this.#root.unwrap(wrapped, aad)
  }

  async health() {
    return { ok: true } as const
  }
}

let root: CountingRoot
let keyring: Keyring
const ringOf = (capacity?: number) =>
  new Keyring({ root, instanceKey: keyOf(2), secrets: systemSecrets, ...(capacity === undefined ? {} : { capacity }) })

beforeEach(() => {
  root = new CountingRoot()
  keyring = ringOf()
})

/** A domain key in force, as after a commit. */
async function adopted(scope = SCOPE) {
  const { row } = await keyring.create(scope)
  await keyring.adopt(row)
  return row
}

describe('domain keys', () => {
  it('are not in force before they are adopted', async () => {
    await keyring.create(SCOPE)
    expect(keyring.has(SCOPE)).toBe(false)
    expect(keyring.tokenKey(SCOPE)).toBeUndefined()
    expect(() => keyring.wrap(OWNER, MATERIAL)).toThrow('has no domain key in force')
  })

  it('are in force at once when they were made here', async () => {
    const fresh = await keyring.create(SCOPE)
    const wrapped = keyring.wrap(OWNER, MATERIAL, fresh)
    void keyring.adopt(fresh.row)
    expect(keyring.has(SCOPE)).toBe(true)
    expect(keyring.unwrap(OWNER, wrapped)).toEqual(MATERIAL)
    expect(root.asked).toBe(1)
  })

  it('open what they wrapped after a restart', async () => {
    const row = await adopted()
    const wrapped = keyring.wrap(OWNER, MATERIAL)
    const next = ringOf()
    await next.adopt(row)
    expect(next.unwrap(OWNER, wrapped)).toEqual(MATERIAL)
  })

  it('are one for all who ask before the first commit', async () => {
    const [a, b] = await Promise.all([keyring.create(SCOPE), keyring.create(SCOPE)])
    expect(a.row).toBe(b.row)
    expect((await keyring.create(OTHER_SCOPE)).row).not.toEqual(a.row)
  })

  it('give way to the one that another process committed', async () => {
    const ours = await keyring.create(SCOPE)
    const theirs = await ringOf().create(SCOPE)
    await keyring.adopt(theirs.row)
    const wrapped = keyring.wrap(OWNER, MATERIAL)
    const next = ringOf()
    await next.adopt(theirs.row)
    expect(next.unwrap(OWNER, wrapped)).toEqual(MATERIAL)
    expect((await keyring.create(SCOPE)).row).toMatchObject({ number: ours.row.number + 1 })
  })

  it('are tried again after the root failed', async () => {
    const failing: RootProvider = {
      ...localRoot(Buffer.alloc(32), systemSecrets),
      health: root.health,
      wrap: () => Promise.reject(new Error('away')),
    }
    let provider: RootProvider = failing
    const ring = new Keyring({
      root: {
        id: failing.id,
        wrap: (...a) => provider.wrap(...a),
        unwrap: (...a) => provider.unwrap(...a),
        health: root.health,
      },
      instanceKey: keyOf(2),
      secrets: systemSecrets,
    })
    await expect(ring.create(SCOPE)).rejects.toThrow('away')
    provider = root
    await expect(ring.create(SCOPE)).resolves.toMatchObject({ row: { number: 1 } })
  })

  it('do not open when their row is moved or damaged', async () => {
    const { row } = await keyring.create(SCOPE)
    const next = ringOf()
    const wrong = [
      { ...row, ...OTHER_SCOPE },
      { ...row, number: 2 },
      ...[...tampered(row.wrapped)].map((wrapped) => ({ ...row, wrapped })),
    ]
    for (const each of wrong) await expect(next.adopt(each)).rejects.toMatchObject({ code: 'DomainKeyDamaged' })
    expect(next.has(SCOPE)).toBe(false)
  })

  it('open old material after a rotation and wrap new material under the highest number', async () => {
    const first = await adopted()
    const old = keyring.wrap(OWNER, MATERIAL)
    const second = await adopted()
    const young = keyring.wrap(OWNER, MATERIAL)
    expect([first.number, second.number]).toEqual([1, 2])
    const next = ringOf()
    await next.adopt(second)
    await next.adopt(first)
    expect(next.unwrap(OWNER, old)).toEqual(MATERIAL)
    expect(next.unwrap(OWNER, young)).toEqual(MATERIAL)
    expect(next.wrap(OWNER, MATERIAL).wrapped.subarray(6, 10)).toEqual(Buffer.from([0, 0, 0, 2]))
  })
})

describe('materials', () => {
  const nonce = Buffer.alloc(24)
  const aad = Buffer.alloc(0)

  it('open as keys without asking the root', async () => {
    await adopted()
    const wrapped = keyring.wrap(OWNER, MATERIAL)
    const asked = root.asked
    const [first, second] = [keyring.open(OWNER, wrapped), keyring.open(OWNER, wrapped)]
    if (first?.kind !== 'symmetric' || second?.kind !== 'symmetric') throw new Error('no symmetric keys')
    const sealed = first.key.seal(nonce, Buffer.from('a'), aad)
    expect(second.key.open(nonce, sealed, aad)).toEqual(Buffer.from('a'))
    expect(root.asked).toBe(asked)
  })

  it('stay open: a warm key is not unwrapped again', async () => {
    await adopted()
    const wrapped = keyring.wrap(OWNER, MATERIAL)
    expect(keyring.open(OWNER, wrapped)).toBe(keyring.open(OWNER, wrapped))
  })

  it('stay open up to the capacity only', async () => {
    keyring = ringOf(1)
    await adopted()
    const first = keyring.wrap(OWNER, MATERIAL)
    const opened = keyring.open(OWNER, first)
    keyring.open(OWNER, keyring.wrap(OWNER, Buffer.alloc(32, 6)))
    expect(keyring.open(OWNER, first)).not.toBe(opened)
  })

  it('are forgotten with their key and no other', async () => {
    await adopted()
    const other = { ...OWNER, keyId: 'aaaaaaaa-12ab-34cd-56ef-1234567890ab' as KeyId }
    const [mine, theirs] = [keyring.wrap(OWNER, MATERIAL), keyring.wrap(other, MATERIAL)]
    const [opened, kept] = [keyring.open(OWNER, mine), keyring.open(other, theirs)]
    keyring.forget(SCOPE, KEY_ID)
    expect(keyring.open(OWNER, mine)).not.toBe(opened)
    expect(keyring.open(other, theirs)).toBe(kept)
  })

  it('do not open for another account, key or material id, even where the same record is warm', async () => {
    await adopted()
    await adopted(OTHER_SCOPE)
    const wrapped = keyring.wrap(OWNER, MATERIAL)
    expect(keyring.open(OWNER, wrapped)).toBeDefined()
    expect(keyring.open({ ...OWNER, scope: OTHER_SCOPE }, wrapped)).toBeUndefined()
    expect(keyring.open({ ...OWNER, keyId: 'aaaaaaaa-12ab-34cd-56ef-1234567890ab' as KeyId }, wrapped)).toBeUndefined()
    const otherId = keyring.wrap(OWNER, Buffer.alloc(32, 6)).materialId
    expect(keyring.open(OWNER, { ...wrapped, materialId: otherId })).toBeUndefined()
  })
})

describe('token keys', () => {
  it('open tokens of their own scope only', async () => {
    await adopted()
    await adopted(OTHER_SCOPE)
    const [mine, theirs] = [keyring.tokenKey(SCOPE), keyring.tokenKey(OTHER_SCOPE)]
    if (!mine || !theirs) throw new Error('no token key')
    const token = mintToken(mine, 'marker', Buffer.from('a'), systemSecrets)
    expect(openToken(mine, 'marker', token)).toEqual(Buffer.from('a'))
    expect(openToken(theirs, 'marker', token)).toBeUndefined()
  })
})

describe('close', () => {
  it('leaves a keyring that opens nothing, warm keys included', async () => {
    await adopted()
    const wrapped = keyring.wrap(OWNER, MATERIAL)
    keyring.open(OWNER, wrapped)
    keyring.close()
    keyring.close()
    expect(() => keyring.open(OWNER, wrapped)).toThrow('The keyring is closed.')
    expect(() => keyring.tokenKey(SCOPE)).toThrow('The keyring is closed.')
    await expect(keyring.create(SCOPE).catch(isCryptoError)).resolves.toBe(true)
  })
})
