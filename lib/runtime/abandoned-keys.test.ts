import { beforeEach, describe, expect, it } from 'vitest'
import type { Admin } from '#admin/execute.ts'
import type { SandboxId } from '#kernel/ids.ts'
import { StoreError } from '#store/errors.ts'
import { openMemoryStore } from '#store/open.ts'
import { type Harness, openHarness } from '#testing/harness.ts'
import { adminOf } from '#testing/sandboxes.ts'
import { forgettingAbandoned } from './abandoned-keys.ts'

let kms: Harness
let admin: Admin
let inDoubt: boolean
/** What a transaction waits for that brings a sandbox. */
let coming: Promise<void>
const waiting = () => kms.keyring.waiting().map(({ sandbox }) => sandbox)

beforeEach(async () => {
  coming = Promise.resolve()
  const rows = openMemoryStore()
  kms = await openHarness({
    ...rows,
    async commit(transaction) {
      if (transaction.writes.some(({ table }) => table === 'sandbox')) await coming
      return rows.commit(transaction)
    },
  })
  inDoubt = false
  admin = forgettingAbandoned(adminOf(kms), kms.keyring, kms.sandboxes, () => inDoubt)
})

const create = (name: string, seed?: string) =>
  admin.execute('CreateSandbox', { name, ...(seed !== undefined && { seed }) }, kms.caller())

describe('a domain key that was made for a sandbox', () => {
  it('is forgotten when the sandbox is refused', async () => {
    coming = Promise.reject(new StoreError('bad-transaction', 'refused'))
    await expect(create('blue', 'orchard')).rejects.toThrow()
    expect(waiting()).toEqual([])
  })

  it('is kept while it is in doubt whether the sandbox came', async () => {
    inDoubt = true
    coming = Promise.reject(new StoreError('writer-crashed', 'it may be there'))
    await expect(create('blue', 'orchard')).rejects.toThrow()
    expect(waiting()).toContain('blue')
    inDoubt = false
    await expect(admin.execute('DeleteSandbox', { id: 'green' }, kms.caller())).rejects.toThrow()
    expect(waiting()).toEqual([])
  })

  it('is kept while another call may bring the sandbox', async () => {
    const gate = Promise.withResolvers<void>()
    coming = gate.promise
    const created = create('blue', 'orchard')
    await expect.poll(waiting).toContain('blue')
    await expect(admin.execute('DeleteSandbox', { id: 'green' }, kms.caller())).rejects.toThrow()
    expect(waiting()).toContain('blue')
    gate.resolve()
    await created
    expect(waiting()).toEqual([])
    const inBlue = kms.caller({ sandbox: 'blue' as SandboxId })
    expect(await kms.newKey({}, inBlue)).toMatchObject({ KeyState: 'Enabled' })
  })
})
