import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { draftText, envelopeText } from '#audit/canonical.ts'
import type { IdentityRow } from '#iam/ports.ts'
import type { AccountId, EpochMillis, Region, SandboxId } from '#kernel/ids.ts'
import type { Scope } from '#kernel/scope.ts'
import type { Write } from '#kms/domain/writes.ts'
import { insert, update } from '#kms/domain/writes.ts'
import type { EventQuery, Store } from '#kms/ports.ts'
import { implementations } from '#testing/implementations.ts'
import { aliasNameOf, arnOfKey, freshScope, keyIdOf, materialIdOf, NOW, samplesIn, sessionRow } from '#testing/rows.ts'

const LOGIN_PROFILE = {
  createdAt: NOW,
  passwordHash: 'scrypt$…',
  passwordChangedAt: NOW,
  lastSignInAt: null,
  totpSecret: Uint8Array.of(1, 2, 255),
  totpStep: 57_000_000,
  recoveryCodes: '[]',
}
const later = (millis: number) => (NOW + millis) as EpochMillis
const FIRST = { limit: 100 }

describe.each(implementations)('the store on $name', ({ open }) => {
  let folder: string
  let store: Store
  let at: ReturnType<typeof samplesIn>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keystead-store-'))
    store = await open(folder)
  })
  beforeEach(() => {
    at = samplesIn(freshScope())
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const commit = (...writes: Write[]) => store.commit({ writes, events: [] })
  const keyOf = async (n: number, scope = at.scope) => {
    const record = await store.key(scope, keyIdOf(n))
    if (!record) throw new Error(`no key ${n}`)
    return record
  }
  const queryOf = (query: Partial<EventQuery> = {}): EventQuery => {
    const { sandbox, account } = at.scope
    return { sandbox, account, filters: [], limit: 100, ...query }
  }
  const seqs = async (query: Partial<EventQuery> = {}) => (await store.events(queryOf(query))).map(({ seq }) => seq)
  const eventIds = async (query: Partial<EventQuery> = {}) =>
    (await store.events(queryOf(query))).map(({ eventId }) => eventId.replace('event-', ''))

  describe('transactions', () => {
    it('reads back every member of a row as it was put', async () => {
      const key = at.keyRow(1, { description: 'ä 😀 "q"', deletionAt: later(1), rotationPeriodInDays: 365 })
      await commit(...at.newKey(1, key))
      const { key: found } = await keyOf(1)
      expect(found).toEqual({ ...key, version: found.version })
    })

    it('refuses an insert of a row that exists', async () => {
      expect(await commit(...at.newKey(1))).toBe('committed')
      expect(await commit(insert('key', at.keyRow(1, { description: 'second' })))).toBe('stale')
      expect((await keyOf(1)).key.description).toBe('')
    })

    it('updates a row at the version it was read, once', async () => {
      await commit(...at.newKey(1))
      const { key } = await keyOf(1)
      expect(await commit(update('key', key, { description: 'a' }))).toBe('committed')
      expect(await commit(update('key', key, { description: 'b' }))).toBe('stale')
      const { key: updated } = await keyOf(1)
      expect(updated.description).toBe('a')
      expect(updated.version).toBeGreaterThan(key.version)
    })

    it('takes a version that an update has had for stale, and one that never was', async () => {
      await commit(...at.newKey(1))
      const { key } = await keyOf(1)
      expect(await commit(update('key', { ...key, version: key.version + 1 }, {}))).toBe('stale')
    })

    it('removes a row at the version it was read', async () => {
      await commit(insert('alias', at.aliasRow('a', 1)))
      const alias = await store.alias(at.scope, aliasNameOf('a'))
      const remove = (version: number) =>
        ({ act: 'remove', table: 'alias', key: at.aliasRow('a', 1), version }) as const
      expect(await commit(remove((alias?.version ?? 0) + 1))).toBe('stale')
      expect(await commit(remove(alias?.version ?? 0))).toBe('committed')
      expect(await store.alias(at.scope, aliasNameOf('a'))).toBeUndefined()
      expect(await commit(remove(alias?.version ?? 0))).toBe('stale')
    })

    it('never gives a row that is made anew the version of the one that was removed', async () => {
      await commit(insert('alias', at.aliasRow('a', 1)))
      const first = await store.alias(at.scope, aliasNameOf('a'))
      await commit({ act: 'remove', table: 'alias', key: at.aliasRow('a', 1), version: first?.version ?? 0 })
      await commit(insert('alias', at.aliasRow('a', 2)))
      if (!first) throw new Error('no alias')
      expect(await commit(update('alias', first, { keyId: keyIdOf(3) }))).toBe('stale')
      expect((await store.alias(at.scope, aliasNameOf('a')))?.keyId).toBe(keyIdOf(2))
    })

    it('expects a row to be as it was read, and changes nothing of it', async () => {
      await commit(...at.newKey(1))
      const { key } = await keyOf(1)
      const expectation = { act: 'expect', table: 'key', key, version: key.version } as const
      expect(await commit(expectation, insert('tag', at.tagRow(1, 'a')))).toBe('committed')
      expect((await keyOf(1)).key.version).toBe(key.version)
      await commit(update('key', key, { description: 'moved' }))
      expect(await commit(expectation, insert('tag', at.tagRow(1, 'b')))).toBe('stale')
      expect((await keyOf(1)).tags.map(({ tagKey }) => tagKey)).toEqual(['a'])
    })

    it('expects the absence of a row by version 0', async () => {
      const absent = { act: 'expect', table: 'alias', key: at.aliasRow('a', 1), version: 0 } as const
      expect(await commit(absent)).toBe('committed')
      await commit(insert('alias', at.aliasRow('a', 1)))
      expect(await commit(absent)).toBe('stale')
    })

    it('writes nothing of a stale transaction, its events neither', async () => {
      await commit(...at.newKey(1))
      const writes = [insert('tag', at.tagRow(1, 'a')), insert('key', at.keyRow(1))]
      expect(await store.commit({ writes, events: [at.eventDraft('a')] })).toBe('stale')
      expect((await keyOf(1)).tags).toEqual([])
      expect(await eventIds()).toEqual([])
      expect(await store.lastUses(at.scope)).toEqual(new Map())
    })

    it('commits the others of a group in which one is stale, and numbers their events without a gap', async () => {
      await commit(...at.newKey(1))
      const { key } = await keyOf(1)
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((id) =>
          store.commit({ writes: [update('key', key, { description: id })], events: [at.eventDraft(id)] }),
        ),
      )
      const others = Promise.all(['d', 'e'].map((id) => store.commit({ writes: [], events: [at.eventDraft(id)] })))
      expect(answers).toEqual(['committed', 'stale', 'stale'])
      expect(await others).toEqual(['committed', 'committed'])
      expect((await keyOf(1)).key.description).toBe('a')
      expect(await eventIds()).toEqual(['e', 'd', 'a'])
      expect(await seqs()).toEqual([3, 2, 1])
    })

    it('lets exactly one of many that plan on the same row win, each round', async () => {
      await commit(...at.newKey(1))
      for (let round = 0; round < 5; round++) {
        const { key } = await keyOf(1)
        const tries = Array.from({ length: 20 }, (_, n) => commit(update('key', key, { description: `${round}.${n}` })))
        const answers = await Promise.all(tries)
        expect(answers.filter((answer) => answer === 'committed')).toHaveLength(1)
      }
    })

    it('refuses a transaction that changes one row twice, and only that one', async () => {
      const bad = commit(insert('alias', at.aliasRow('a', 1)), insert('alias', at.aliasRow('a', 2)))
      const good = commit(insert('alias', at.aliasRow('b', 1)))
      await expect(bad).rejects.toMatchObject({ code: 'bad-transaction' })
      expect(await good).toBe('committed')
      expect(await store.alias(at.scope, aliasNameOf('a'))).toBeUndefined()
    })

    it('ignores members of a removal that do not belong to the key of its table', async () => {
      await commit(...at.newKey(1), insert('tag', at.tagRow(1, 'a')), insert('tag', at.tagRow(1, 'b')))
      const [tag] = (await keyOf(1)).tags
      if (!tag) throw new Error('no tag')
      await commit({ act: 'remove', table: 'tag', key: tag, version: tag.version })
      expect((await keyOf(1)).tags.map(({ tagKey }) => tagKey)).toEqual(['b'])
    })

    it('tells listeners of a commit before its answer', async () => {
      const told: (readonly Write[])[] = []
      store.onCommit((writes) => told.push(writes))
      const write = insert('alias', at.aliasRow('a', 1))
      await commit(write)
      expect(told).toEqual([[write]])
      await commit(write)
      expect(told).toHaveLength(1)
    })

    it('refuses commits once it is closed', async () => {
      const closed = await open(join(folder, 'closed'))
      await closed.close()
      await expect(closed.commit({ writes: [], events: [] })).rejects.toMatchObject({ code: 'closed' })
    })
  })

  describe('keys', () => {
    it('shows each commit to the reads that follow it', async () => {
      await commit(...at.newKey(1))
      for (let n = 0; n < 20; n++) {
        const { key } = await keyOf(1)
        await commit(update('key', key, { description: String(n) }))
        expect((await keyOf(1)).key.description).toBe(String(n))
        expect((await store.keys(at.scope, FIRST))[0]?.description).toBe(String(n))
      }
    })

    it('gives the same object while a key is unchanged, another one after each kind of change', async () => {
      await commit(...at.newKey(1))
      const changes: (() => Promise<Write>)[] = [
        async () => update('key', (await keyOf(1)).key, { policyVersion: 2 }),
        async () => insert('material', at.materialRow(1, { materialId: materialIdOf(9), number: 2 })),
        async () => insert('tag', at.tagRow(1, 'a')),
        async () => insert('alias', at.aliasRow('a', 1)),
        async () => update('alias', await aliasOf('a'), { keyId: keyIdOf(2) }),
      ]
      const aliasOf = async (name: string) => {
        const alias = await store.alias(at.scope, aliasNameOf(name))
        if (!alias) throw new Error('no alias')
        return alias
      }
      await commit(insert('policy', at.policyRow(1, { number: 2, document: 'two' })), ...at.newKey(2))
      for (const change of changes) {
        const before = await keyOf(1)
        expect(await keyOf(1)).toBe(before)
        expect((await store.keyRecords(at.scope))[0]).toBe(before)
        await commit(await change())
        expect(await keyOf(1)).not.toBe(before)
      }
      const record = await keyOf(1)
      expect(record.policy.document).toBe('two')
      expect(record.materials.map(({ number }) => number)).toEqual([1, 2])
      expect(record.aliases).toEqual([])
      expect((await keyOf(2)).aliases).toHaveLength(1)
    })

    it('finds no key that was removed', async () => {
      await commit(...at.newKey(1))
      const { key } = await keyOf(1)
      await commit({ act: 'remove', table: 'key', key, version: key.version })
      expect(await store.key(at.scope, keyIdOf(1))).toBeUndefined()
    })

    it('finds a key that was asked for before it was made', async () => {
      expect(await store.key(at.scope, keyIdOf(1))).toBeUndefined()
      expect(await store.alias(at.scope, aliasNameOf('a'))).toBeUndefined()
      await commit(...at.newKey(1), insert('alias', at.aliasRow('a', 1)))
      expect((await keyOf(1)).key.keyId).toBe(keyIdOf(1))
      expect((await store.alias(at.scope, aliasNameOf('a')))?.keyId).toBe(keyIdOf(1))
    })

    it('takes the aliases along when they move to another key', async () => {
      await commit(...at.newKey(1), ...at.newKey(2), insert('alias', at.aliasRow('a', 1)))
      await Promise.all([keyOf(1), keyOf(2)])
      const [alias] = (await keyOf(1)).aliases
      if (!alias) throw new Error('no alias')
      await commit(update('alias', alias, { keyId: keyIdOf(2) }))
      expect([(await keyOf(1)).aliases.length, (await keyOf(2)).aliases.length]).toEqual([0, 1])
      const moved = await store.alias(at.scope, aliasNameOf('a'))
      await commit({
        act: 'remove',
        table: 'alias',
        key: { ...at.scope, name: alias.name },
        version: moved?.version ?? 0,
      })
      expect((await keyOf(2)).aliases).toEqual([])
    })

    it('orders materials by birth, tags and aliases by name', async () => {
      await commit(
        ...at.newKey(1),
        insert('material', at.materialRow(1, { materialId: materialIdOf(0), number: 2 })),
        ...['b', 'B', 'ä', '\u{1F600}', '\uFFFD', 'a'].map((tagKey) => insert('tag', at.tagRow(1, tagKey))),
        ...['b', 'B', 'a/c', 'a'].map((name) => insert('alias', at.aliasRow(name, 1))),
      )
      const [record] = await store.keyRecords(at.scope)
      expect(record?.materials.map(({ number }) => number)).toEqual([1, 2])
      expect(record?.tags.map(({ tagKey }) => tagKey)).toEqual(['B', 'a', 'b', 'ä', '\u{1F600}', '\uFFFD'])
      expect(record?.aliases.map(({ name }) => name)).toEqual(['alias/B', 'alias/a', 'alias/a/c', 'alias/b'])
    })

    it('keeps bytes as they are', async () => {
      const wrapped = Uint8Array.from({ length: 256 }, (_, index) => index)
      const pooled = Buffer.from([0, 1, 254, 255])
      await commit(...at.newKey(1), insert('domainKey', { ...at.scope, number: 1, wrapped: pooled }))
      await commit(insert('material', at.materialRow(1, { materialId: materialIdOf(2), number: 2, wrapped })))
      expect((await keyOf(1)).materials[1]?.wrapped).toEqual(wrapped)
      const domainKey = (await store.domainKeys()).find(({ sandbox }) => sandbox === at.scope.sandbox)
      expect(domainKey?.wrapped).toEqual(Uint8Array.from(pooled))
    })

    it('keeps a policy document byte for byte, and its older versions', async () => {
      const document = '{ "Version":\t"2012-10-17",\r\n"Statement": [] , "é": "\u2028\\u0000"}'
      await commit(...at.newKey(1), insert('policy', at.policyRow(1, { number: 2, document })))
      expect((await store.policy(at.scope, keyIdOf(1), 2))?.document).toBe(document)
      expect((await store.policy(at.scope, keyIdOf(1), 1))?.document).toBe('{"Statement":[]}')
      expect(await store.policy(at.scope, keyIdOf(1), 3)).toBeUndefined()
    })

    it('lists keys and aliases in order, page by page', async () => {
      for (const n of [5, 1, 4, 2, 3]) await commit(...at.newKey(n), insert('alias', at.aliasRow(`a${n}`, n % 2)))
      const ids = (rows: readonly { keyId: string }[]) => rows.map(({ keyId }) => Number(keyId.slice(-2)))
      expect(ids(await store.keys(at.scope, { limit: 2 }))).toEqual([1, 2])
      expect(ids(await store.keys(at.scope, { limit: 2, after: keyIdOf(2) }))).toEqual([3, 4])
      expect(ids(await store.keys(at.scope, { limit: 2, after: keyIdOf(4) }))).toEqual([5])
      expect(ids((await store.keyRecords(at.scope)).map(({ key }) => key))).toEqual([1, 2, 3, 4, 5])
      const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name)
      expect(names(await store.aliases(at.scope, { limit: 2, after: aliasNameOf('a1') }))).toEqual([
        'alias/a2',
        'alias/a3',
      ])
      expect(names(await store.aliases(at.scope, { limit: 2 }, keyIdOf(1)))).toEqual(['alias/a1', 'alias/a3'])
      expect(names(await store.aliases(at.scope, { limit: 2, after: aliasNameOf('a3') }, keyIdOf(1)))).toEqual([
        'alias/a5',
      ])
    })

    it('names what is due, earliest first: deletions of pending keys, rotations of enabled ones', async () => {
      const pending = (millis: number) => ({ state: 'PendingDeletion', deletionAt: later(millis) }) as const
      await commit(...at.newKey(1, { nextRotationAt: later(30) }))
      await commit(...at.newKey(2, pending(20)))
      await commit(...at.newKey(3, { ...pending(50), nextRotationAt: later(1) }))
      await commit(...at.newKey(4, { state: 'Disabled', nextRotationAt: later(5) }))
      await commit(...at.newKey(5))
      await commit(...samplesIn(freshScope()).newKey(6, { nextRotationAt: later(2) }))
      const due = async (millis: number, limit = 10) =>
        (await store.due(at.scope.sandbox, later(millis), limit)).map(({ keyId }) => keyId)
      expect(await due(19)).toEqual([])
      expect(await due(20)).toEqual([keyIdOf(2)])
      expect(await due(60)).toEqual([2, 1, 3].map(keyIdOf))
      expect(await due(60, 2)).toEqual([2, 1].map(keyIdOf))
      expect(await store.nextDue(at.scope.sandbox)).toBe(later(20))
      expect(await store.nextDue('empty' as SandboxId)).toBeUndefined()
    })
  })

  describe('scopes', () => {
    const others: readonly Partial<Scope>[] = [
      { sandbox: 'other' as SandboxId },
      { account: '444455556666' as AccountId },
      { region: 'eu-central-1' as Region },
    ]

    it.each(others)('hide everything from another %o', async (change) => {
      const other = { ...at.scope, ...change }
      await commit(...at.newKey(1), insert('alias', at.aliasRow('a', 1)))
      await store.commit({ writes: [], events: [at.eventDraft('a')] })
      expect(await store.key(other, keyIdOf(1))).toBeUndefined()
      expect(await store.alias(other, aliasNameOf('a'))).toBeUndefined()
      expect(await store.keys(other, FIRST)).toEqual([])
      expect(await store.keyRecords(other)).toEqual([])
      expect(await store.aliases(other, FIRST)).toEqual([])
      expect(await store.policy(other, keyIdOf(1), 1)).toBeUndefined()
      expect(await store.lastUses(other)).toEqual(new Map())
      expect(
        await store.events({ ...other, filters: [{ attribute: 'region', values: [other.region] }], limit: 10 }),
      ).toEqual([])
    })

    it.each(others)('hold rows of the same name apart in another %o', async (change) => {
      const other = { ...at.scope, ...change }
      const there = samplesIn(other)
      await commit(...at.newKey(1), ...there.newKey(1, { description: 'other' }), insert('tag', at.tagRow(1, 'a')))
      expect((await keyOf(1)).key.description).toBe('')
      expect((await keyOf(1, other)).key.description).toBe('other')
      expect((await keyOf(1, other)).tags).toEqual([])
      const { key } = await keyOf(1, other)
      await commit({ act: 'remove', table: 'key', key, version: key.version })
      expect((await keyOf(1)).key.description).toBe('')
    })

    it('number the log of each sandbox by itself', async () => {
      const other = { sandbox: `${at.scope.sandbox}-other` as SandboxId }
      const events = [at.eventDraft('a'), at.eventDraft('b', other), at.eventDraft('c'), at.eventDraft('d', other)]
      await store.commit({ writes: [], events })
      expect(await seqs()).toEqual([2, 1])
      expect(await seqs(other)).toEqual([2, 1])
      expect(await store.event(other.sandbox, 'event-a')).toBeUndefined()
      expect((await store.event(other.sandbox, 'event-b'))?.seq).toBe(1)
    })
  })

  describe('identities', () => {
    const place = () => ({ sandbox: at.scope.sandbox, account: at.scope.account })
    const elsewhere = () => ({ ...place(), account: '444455556666' as AccountId })
    const identity = (kind: 'user' | 'group' | 'role', name: string, at = place()): IdentityRow => ({
      ...at,
      ...{ kind, name, path: '/', uniqueId: `id-${name}`, createdAt: NOW, description: '', boundary: null },
      ...{ maxSessionSeconds: kind === 'role' ? 3600 : null, tags: '[["a","b"]]' },
    })
    const document = (name: string, number: number, endedAt: EpochMillis | null = null) => ({
      ...place(),
      ...{ owner: 'user/ada', name, number, createdAt: NOW, endedAt, document: `{"n":${number}}` },
    })
    /** Rows without what the store itself adds. */
    const bare = <R extends object>(rows: readonly R[]) =>
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'version' && name !== 'mac')),
      )

    it('are read back as they were put, by kind, in order of their names', async () => {
      const users = [identity('user', 'ada'), identity('user', 'bob')]
      const others = [identity('role', 'ada'), identity('group', 'g'), identity('user', 'eve', elsewhere())]
      await commit(...[...users, ...others].reverse().map((row) => insert('identity', row)))
      expect(bare(await store.identities(place(), 'user'))).toEqual(users)
      expect(await store.identity(place(), 'role', 'ada')).toMatchObject(identity('role', 'ada'))
      expect(await store.identity(place(), 'user', 'ADA')).toBeUndefined()
      expect(await store.identity(place(), 'user', 'eve')).toBeUndefined()
    })

    it('have accounts', async () => {
      const row = { ...place(), name: 'first', createdAt: NOW }
      await commit(insert('account', row), insert('account', { ...row, ...elsewhere() }))
      expect(await store.account(at.scope.sandbox, row.account)).toMatchObject(row)
      expect(bare(await store.accounts(at.scope.sandbox))).toEqual([row, { ...row, ...elsewhere() }])
    })

    it('have documents, of which those that ended are kept but not listed', async () => {
      const there = [document('', 1), document('p', 2), document('q', 1)]
      await commit(...[...there, document('p', 1, later(5))].map((row) => insert('policyDocument', row)))
      expect(bare(await store.documents(place(), 'user/ada'))).toEqual(there)
      expect(await store.document(place(), 'user/ada', 'p', 1)).toMatchObject(document('p', 1, later(5)))
      expect(await store.lastDocument(place(), 'user/ada', 'p')).toBe(2)
      expect(await store.lastDocument(place(), 'user/ada', 'none')).toBe(0)
      expect(await store.documents(place(), 'user/bob')).toEqual([])
      expect(await store.documents(elsewhere(), 'user/ada')).toEqual([])
    })

    it('have managed policies, which are attached to them', async () => {
      const policy = { ...place(), name: 'p', path: '/', uniqueId: 'id', description: '', tags: '[]' }
      const row = { ...policy, createdAt: NOW, updatedAt: later(1), defaultVersion: 1, lastVersion: 2 }
      const attached = ['user/ada', 'user/bob'].map((owner) => ({
        ...place(),
        owner,
        policyArn: 'arn',
        createdAt: NOW,
      }))
      await commit(insert('managedPolicy', row), ...attached.map((one) => insert('attachment', one)))
      expect(await store.managedPolicy(place(), 'p')).toMatchObject(row)
      expect(bare(await store.managedPolicies(place()))).toEqual([row])
      expect(bare(await store.attachments(place(), 'user/bob'))).toEqual(attached.slice(1))
      expect(bare(await store.attachedTo(place(), 'arn'))).toEqual(attached)
      expect(await store.attachedTo(elsewhere(), 'arn')).toEqual([])
    })

    it('are members of groups', async () => {
      const row = (groupName: string, userName: string) => ({ ...place(), groupName, userName, createdAt: NOW })
      const rows = [row('a', 'ada'), row('a', 'bob'), row('b', 'ada')]
      await commit(...rows.map((one) => insert('membership', one)))
      expect((await store.groupsOf(place(), 'ada')).map(({ groupName }) => groupName)).toEqual(['a', 'b'])
      expect((await store.membersOf(place(), 'a')).map(({ userName }) => userName)).toEqual(['ada', 'bob'])
    })

    it('have access keys, found by their ids alone', async () => {
      const key = (id: string, userName: string | null) => ({
        ...place(),
        ...{ accessKeyId: `${at.scope.sandbox}-${id}`, userName, status: 'Active' as const, createdAt: NOW },
        secret: Uint8Array.of(1, 2, 3),
      })
      const rows = [key('1', 'ada'), key('2', null)]
      await commit(...rows.map((row) => insert('accessKey', row)))
      expect(await store.accessKey(`${at.scope.sandbox}-2`)).toMatchObject({ userName: null, status: 'Active' })
      expect((await store.accessKeys(place(), 'ada')).map(({ secret }) => [...secret])).toEqual([[1, 2, 3]])
      expect((await store.accessKeys(place(), null)).map(({ accessKeyId }) => accessKeyId.slice(-1))).toEqual(['2'])
    })
  })

  describe('events', () => {
    it('come back as they were put, with the canonical text of their envelope', async () => {
      const record = {
        ...at.eventDraft('a').record,
        requestParameters: { '__proto__ ': '\u0000\u2028"\\ 😀 \ud800', z: 1, a: [null] },
      }
      const draft = at.eventDraft('a', {
        record,
        decisions: [{ outcome: 'allowed' }],
        lifetime: { createdAt: NOW, inKeyStore: false, multiRegion: true, rotations: [NOW], spec: 'HMAC_256' },
        requestId: null,
        outcome: 'denied',
      })
      const resources = [arnOfKey(1), arnOfKey(2), arnOfKey(3)]
      await store.commit({ writes: [], events: [{ ...draft, resources }] })
      const { record: _record, decisions: _decisions, lifetime: _lifetime, ...members } = { ...draft, resources }
      const text = envelopeText(1, draftText(draft))
      expect(await store.events(queryOf())).toEqual([{ ...members, seq: 1, text }])
      expect(await store.event(at.scope.sandbox, 'event-a')).toEqual({ ...members, seq: 1, text })
    })

    it('without resources or with one come back so', async () => {
      await store.commit({ writes: [], events: [at.eventDraft('a', { resources: [] }), at.eventDraft('b')] })
      expect((await store.events(queryOf())).map(({ resources }) => resources)).toEqual([[arnOfKey(1)], []])
    })

    it('come newest first, page by page', async () => {
      const events = Array.from({ length: 7 }, (_, n) => at.eventDraft(String(n + 1)))
      await store.commit({ writes: [], events })
      expect(await seqs({ limit: 3 })).toEqual([7, 6, 5])
      expect(await seqs({ limit: 3, before: 5 })).toEqual([4, 3, 2])
      expect(await seqs({ limit: 3, before: 2 })).toEqual([1])
      expect(await seqs({ limit: 3, before: 1 })).toEqual([])
    })

    it('name the last use of each key, of its successful uses only', async () => {
      const use = (id: string, n: number, keyUse = true) => at.eventDraft(id, { resources: [arnOfKey(n)], keyUse })
      await store.commit({ writes: [], events: [use('a', 1), use('b', 2), use('c', 1), use('d', 2, false)] })
      const reEncrypt = at.eventDraft('e', { resources: [arnOfKey(3), arnOfKey(2)] })
      await Promise.all([use('f', 4), reEncrypt].map((event) => store.commit({ writes: [], events: [event] })))
      const uses = await store.lastUses(at.scope)
      const found = [1, 2, 3, 4, 5].map((n) => uses.get(arnOfKey(n))?.eventId)
      expect(found).toEqual(['event-c', 'event-e', 'event-e', 'event-f', undefined])
    })

    it('are numbered without gaps however many come at once', async () => {
      const ids = Array.from({ length: 3000 }, (_, n) => String(n))
      await Promise.all(ids.map((id) => store.commit({ writes: [], events: [at.eventDraft(id)] })))
      expect(await seqs({ limit: 4000 })).toEqual(ids.map((_, n) => 3000 - n))
      expect((await store.event(at.scope.sandbox, 'event-0'))?.eventId).toBe('event-0')
      expect((await store.event(at.scope.sandbox, 'event-2999'))?.eventId).toBe('event-2999')
      const filters = [{ attribute: 'requestId', values: ['request-1500'] }] as const
      expect(await eventIds({ filters })).toEqual(['1500'])
    })
  })

  it('keeps sign-ins and what the instance is', async () => {
    const own = sessionRow('s1')
    const revoked = { ...own, id: 's2', revokedAt: NOW }
    await commit(insert('session', own), insert('session', revoked))
    expect(await store.session('s2')).toMatchObject(revoked)
    expect(await store.session('s3')).toBeUndefined()
    const { sandbox, account } = own
    const user = { sandbox, account, principalId: account }
    const since = async (time: EpochMillis) => (await store.sessionsOf(user, time)).map(({ id }) => id)
    expect(await since(NOW)).toEqual(['s1'])
    expect(await since(later(1))).toEqual([])
    const profile = { ...user, ...LOGIN_PROFILE }
    await commit(insert('loginProfile', profile))
    expect(await store.loginProfile(user)).toMatchObject(profile)
    expect(await store.loginProfile({ ...user, principalId: 'AIDA' })).toBeUndefined()
    expect(await store.loginProfiles(sandbox)).toMatchObject([profile])
    const value = Uint8Array.of(1, 2, 255)
    await commit(insert('instance', { name: 'root', value }), insert('instance', { name: 'id', value }))
    expect((await store.instance()).map(({ name }) => name)).toEqual(['id', 'root'])
    expect((await store.instance())[0]?.value).toEqual(value)
    expect(await commit(insert('instance', { name: 'id', value: Uint8Array.of(9) }))).toBe('stale')
  })
})
