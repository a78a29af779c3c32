import { describe, expect, it } from 'vitest'
import type { KeyId } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { Write } from '#kms/ports.ts'
import { openMemoryStore } from '#store/open.ts'
import { ACCOUNT, OTHER_ACCOUNT, openHarness, REGION } from '#testing/harness.ts'

const scope = { sandbox: MAIN_SANDBOX, account: ACCOUNT, region: REGION }

/** A harness, and what somebody with the database in hand does behind its back. */
async function withAttacker() {
  const rows = openMemoryStore()
  const kms = await openHarness(rows)
  const { KeyId } = await kms.newKey()
  await kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId })
  const keyId = KeyId as KeyId
  const forge = (write: Write) => rows.commit({ writes: [write], events: [] })
  const record = await rows.key(scope, keyId)
  if (!record) throw new Error('no key')
  return { kms, rows, keyId, forge, record }
}

const put = (table: 'policy' | 'alias' | 'grant', row: object, version: number) =>
  ({ act: 'put', table, row, version }) as unknown as Write

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
    const { kms, keyId, forge, record } = await withAttacker()
    const { version, ...row } = record.policy
    const [alias] = record.aliases
    for (const mac of [null, Reflect.get(alias ?? {}, 'mac'), new Uint8Array(4)]) {
      const { policy } = (await kms.ports.store.key(scope, keyId).catch(() => undefined)) ?? { policy: { version } }
      await forge(put('policy', { ...row, mac }, policy.version)).catch(() => undefined)
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
