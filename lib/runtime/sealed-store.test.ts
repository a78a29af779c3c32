import { describe, expect, it } from 'vitest'
import type { IamRows } from '#iam/ports.ts'
import type { EpochMillis, KeyId, SandboxId } from '#kernel/ids.ts'
import { GLOBAL_REGION, MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Table } from '#kms/domain/rows.ts'
import type { Reads, Write } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { ACCOUNT, OTHER_ACCOUNT, openHarness, REGION } from '#testing/harness.ts'
import { connect, externalStore, newCluster, newKeyStore } from '#testing/key-stores.ts'
import { administering } from '#testing/sandboxes.ts'

const scope = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }

/** A harness, and what somebody with the database in hand does behind its back. */
async function withAttacker() {
  const rows = openMemoryStore()
  const kms = await openHarness(rows)
  const { KeyId } = await kms.newKey()
  await kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId })
  const keyId = KeyId as KeyId
  const forge = async (write: Write) =>
    expect(await rows.commit({ writes: [write], events: [] }), 'the forgery is written').toBe('committed')
  const record = await rows.key(scope, keyId)
  if (!record) throw new Error('no key')
  return { kms, rows, keyId, forge, record }
}

const put = (table: Table, row: object, version: number) => ({ act: 'put', table, row, version }) as unknown as Write

/** A row of every table of AWS IAM, the reads that give it, and what somebody would like to change in it. */
const place = { sandbox: MAIN_SANDBOX, account: ACCOUNT }
const createdAt = 0 as EpochMillis
const policyArn = `arn:aws:iam::${ACCOUNT}:policy/p`
const named = { name: 'a', path: '/', uniqueId: 'AIDA', createdAt, description: '', tags: '[]' }
const IAM: {
  readonly [T in keyof IamRows]: {
    readonly row: IamRows[T]
    readonly change: Partial<IamRows[T]>
    readonly reads: readonly ((store: Reads) => Promise<object | readonly object[] | undefined>)[]
  }
} = {
  account: {
    row: { ...place, name: 'first', createdAt },
    change: { name: 'other' },
    reads: [(store) => store.account(MAIN_SANDBOX, ACCOUNT), (store) => store.accounts(MAIN_SANDBOX)],
  },
  identity: {
    row: { ...place, ...named, kind: 'user', boundary: policyArn, maxSessionSeconds: null },
    change: { boundary: null },
    reads: [(store) => store.identity(place, 'user', 'a'), (store) => store.identities(place, 'user')],
  },
  managedPolicy: {
    row: { ...place, ...named, updatedAt: createdAt, defaultVersion: 2, lastVersion: 2 },
    change: { defaultVersion: 1 },
    reads: [(store) => store.managedPolicy(place, 'a'), (store) => store.managedPolicies(place)],
  },
  policyDocument: {
    row: { ...place, owner: 'user/a', name: 'own', number: 1, createdAt, endedAt: null, document: '{}' },
    change: { document: '{"Version":"2012-10-17"}' },
    reads: [(store) => store.document(place, 'user/a', 'own', 1), (store) => store.documents(place, 'user/a')],
  },
  attachment: {
    row: { ...place, owner: 'user/a', policyArn, createdAt },
    change: { createdAt: 1 as EpochMillis },
    reads: [(store) => store.attachments(place, 'user/a'), (store) => store.attachedTo(place, policyArn)],
  },
  membership: {
    row: { ...place, groupName: 'g', userName: 'a', createdAt },
    change: { createdAt: 1 as EpochMillis },
    reads: [(store) => store.groupsOf(place, 'a'), (store) => store.membersOf(place, 'g')],
  },
  accessKey: {
    row: { ...place, accessKeyId: 'AKIA', userName: 'a', status: 'Inactive', createdAt, secret: new Uint8Array(4) },
    change: { status: 'Active' },
    reads: [(store) => store.accessKey('AKIA'), (store) => store.accessKeys(place, 'a')],
  },
}

describe('a row that decides who may do what', () => {
  it('is taken as Keystead wrote it, from memory and from the database', async () => {
    const { kms, keyId } = await withAttacker()
    await kms.call('UpdateKeyDescription', { KeyId: keyId, Description: 'moved' })
    expect((await kms.call('DescribeKey', { KeyId: 'alias/a' })).KeyMetadata?.Description).toBe('moved')
  })

  it('is refused at use when a key policy was edited', async () => {
    const { kms, keyId, forge, record } = await withAttacker()
    const { version, ...row } = record.policy
    const document = row.document.replaceAll(ACCOUNT, OTHER_ACCOUNT)
    await forge(put('policy', { ...row, document }, version))
    const error = await kms.refusal('DescribeKey', { KeyId: keyId })
    expect(error).toMatchObject({ code: 'KMSInternalException', fault: 'server' })
    expect(error.cause).toMatchObject({ code: 'RowChanged' })
  })

  it('is refused without its MAC, and with that of another row', async () => {
    const { kms, rows, keyId, forge, record } = await withAttacker()
    const [alias] = record.aliases
    for (const mac of [null, Reflect.get(alias ?? {}, 'mac'), new Uint8Array(4)]) {
      const { version = 0, ...row } = (await rows.key(scope, keyId))?.policy ?? {}
      await forge(put('policy', { ...row, mac }, version))
      expect((await kms.refusal('DescribeKey', { KeyId: keyId })).cause).toMatchObject({ code: 'RowChanged' })
    }
  })

  it('is refused when an alias was turned to another key', async () => {
    const { kms, forge, record } = await withAttacker()
    const other = await kms.newKey()
    const [alias] = record.aliases
    if (!alias) throw new Error('no alias')
    const { version, ...row } = alias
    await forge(put('alias', { ...row, keyId: other.KeyId }, version))
    expect((await kms.refusal('DescribeKey', { KeyId: 'alias/a' })).cause).toMatchObject({ code: 'RowChanged' })
  })

  it('is refused when a grant was made or widened', async () => {
    const { kms, rows, keyId, forge } = await withAttacker()
    const grantee = `arn:aws:iam::${OTHER_ACCOUNT}:root`
    const { GrantId } = await kms.call('CreateGrant', {
      KeyId: keyId,
      GranteePrincipal: grantee,
      Operations: ['DescribeKey'],
    })
    const [grant] = await rows.grants(scope, keyId, { limit: 1 })
    if (!grant) throw new Error('no grant')
    const { version, ...row } = grant
    await forge(put('grant', { ...row, operations: 'DescribeKey Encrypt' }, version))
    expect((await kms.refusal('ListGrants', { KeyId: keyId, GrantId: GrantId ?? '' })).cause).toMatchObject({
      code: 'RowChanged',
    })
    const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${keyId}`
    const caller = kms.caller({ account: OTHER_ACCOUNT })
    const encrypt = kms.refusal('Encrypt', { KeyId: arn, Plaintext: Buffer.from('x') }, caller)
    expect((await encrypt).cause).toMatchObject({ code: 'RowChanged' })
  })
})

describe('a row that says where secrets are sent', () => {
  const xks = externalStore()

  it('of a key store is refused by every read when it was edited', async () => {
    const { kms, rows, forge } = await withAttacker()
    const id = await newKeyStore(kms, xks)
    await connect(kms, id)
    const XksKeyId = 'a'
    const key = await kms.newKey({ Origin: 'EXTERNAL_KEY_STORE', CustomKeyStoreId: id, XksKeyId })
    const [stored] = await rows.keyStores(scope)
    if (!stored) throw new Error('no key store')
    const { version, ...row } = stored
    await forge(put('keyStore', { ...row, uriEndpoint: 'https://attacker.example.com' }, version))
    const calls = kms.externalKeys.calls.length
    const refusals = [
      kms.refusal('DescribeCustomKeyStores', {}),
      kms.refusal('UpdateCustomKeyStore', { CustomKeyStoreId: id, NewCustomKeyStoreName: 'new' }),
      kms.refusal('Encrypt', { KeyId: key.KeyId, Plaintext: Buffer.from('x') }),
    ]
    for (const error of await Promise.all(refusals)) expect(error.cause).toMatchObject({ code: 'RowChanged' })
    await expect(kms.ports.store.keyStoresIn(MAIN_SANDBOX, 'CONNECTED')).rejects.toMatchObject({ code: 'RowChanged' })
    expect(kms.externalKeys.calls).toHaveLength(calls)
  })

  it('of a cluster is refused by every read when it was edited', async () => {
    const { kms, rows, forge } = await withAttacker()
    const { clusterId } = await newCluster(kms, scope)
    const stored = await rows.cluster(scope, clusterId)
    if (!stored) throw new Error('no cluster')
    const { version, ...row } = stored
    await forge(put('cluster', { ...row, zones: '' }, version))
    const { store } = kms.ports
    await expect(store.cluster(scope, clusterId)).rejects.toMatchObject({ code: 'RowChanged' })
    await expect(store.clusters(MAIN_SANDBOX)).rejects.toMatchObject({ code: 'RowChanged' })
  })
})

describe('a row of AWS IAM', () => {
  it.each(Object.entries(IAM))('of table %s is refused by every read when it was edited', async (table, known) => {
    const { row, change, reads } = known
    const { kms, rows, forge } = await withAttacker()
    const { store } = kms.ports
    await store.commit({ writes: [put(table as Table, row, 0)], events: [] })
    for (const read of reads) expect([await read(store)].flat()).toMatchObject([row])
    const [stored = {}] = [await reads[0]?.(rows)].flat()
    const { version, ...members } = { version: 0, ...stored }
    await forge(put(table as Table, { ...members, ...change }, version))
    for (const read of reads) await expect(read(store)).rejects.toMatchObject({ code: 'RowChanged' })
  })
})

it('a first domain key is stale once a sandbox of that name came and went: it opens nothing any more', async () => {
  const kms = await openHarness()
  const admin = administering(kms)
  const { store, materials } = kms.ports
  const global = { sandbox: 'a' as SandboxId, account: ACCOUNT, region: GLOBAL_REGION }
  const writes = await materials.begin(global)
  await admin('CreateSandbox', { name: 'a' })
  expect(await store.commit({ writes, events: [] })).toBe('stale')
  await admin('DeleteSandbox', { id: global.sandbox })
  expect(await store.commit({ writes, events: [] })).toBe('stale')
  expect(await store.commit({ writes: await materials.begin(global), events: [] })).toBe('committed')
})
