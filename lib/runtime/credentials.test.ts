import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemSecrets } from '#kernel/random.ts'
import { adminCredentials } from './credentials.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'keystead-credentials-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const made = (admin = {}) => adminCredentials({ admin, dataDir }, systemSecrets)

describe('the administrator’s credentials', () => {
  it('are made once and then kept', () => {
    const first = made()
    expect(first.accessKey.id).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(first.accessKey.secret).toMatch(/^[A-Za-z0-9]{40}$/)
    expect(first.password.password).toMatch(/^[A-Za-z0-9]{20}$/)
    expect([first.accessKey.origin.from, first.password.origin.from]).toEqual(['made', 'made'])
    const second = made()
    expect([second.accessKey.id, second.accessKey.secret]).toEqual([first.accessKey.id, first.accessKey.secret])
    expect(second.password.password).toBe(first.password.password)
    expect([second.accessKey.origin.from, second.password.origin.from]).toEqual(['file', 'file'])
  })

  it('are different in every instance', () => {
    const first = made()
    for (const file of readdirSync(dataDir)) rmSync(join(dataDir, file))
    const second = made()
    expect(second.accessKey.secret).not.toBe(first.accessKey.secret)
    expect(second.password.password).not.toBe(first.password.password)
  })

  it('lie in files that only their owner may read', () => {
    made()
    expect(readdirSync(dataDir).sort()).toEqual(['admin-password', 'aws-credentials'])
    for (const file of readdirSync(dataDir)) expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600)
  })

  it('are refused from a file that others may read, or that is broken', () => {
    made()
    const file = join(dataDir, 'aws-credentials')
    chmodSync(file, 0o644)
    expect(() => made()).toThrow(`${file} can be read by others: run chmod 600 on it`)
    chmodSync(file, 0o600)
    writeFileSync(file, '[keystead]\n')
    expect(() => made()).toThrow('holds no access key')
  })

  it('are those that are set, which are written nowhere', () => {
    const set = made({ accessKey: { id: 'test', secret: 'test' }, password: 'pw' })
    expect(set).toEqual({
      accessKey: { id: 'test', secret: 'test', origin: { from: 'environment' } },
      password: { password: 'pw', origin: { from: 'environment' } },
    })
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('leave a file that the AWS CLI can read', () => {
    const { accessKey } = made()
    expect(readFileSync(join(dataDir, 'aws-credentials'), 'utf8')).toBe(
      `[keystead]\naws_access_key_id = ${accessKey.id}\naws_secret_access_key = ${accessKey.secret}\n`,
    )
  })
})
