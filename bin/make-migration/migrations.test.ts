import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkMigrations, type Folder, folderOf, makeMigration } from './migrations.ts'

const schema = (columns: string) => `datasource db {
  provider = "sqlite"
}
model Key {
  id String @id
  ${columns}
  @@map("keys")
}
`

let prisma: string
let folder: Folder

beforeEach(() => {
  prisma = mkdtempSync(join(tmpdir(), 'prisma-'))
  folder = folderOf(prisma)
  writeFileSync(folder.schema, schema(''))
})

afterEach(() => {
  rmSync(prisma, { recursive: true })
})

describe('makeMigration', () => {
  it('makes the first migration from nothing', async () => {
    expect(await makeMigration(folder, 'initial')).toBe('0001_initial')
    const sql = readFileSync(join(folder.migrations, '0001_initial', 'migration.sql'), 'utf8')
    expect(sql).toContain('CREATE TABLE "keys"')
  })

  it('makes the next one from the schema of the one before', async () => {
    await makeMigration(folder, 'initial')
    writeFileSync(folder.schema, schema('note String?'))
    expect(await makeMigration(folder, 'add_note')).toBe('0002_add_note')
    const sql = readFileSync(join(folder.migrations, '0002_add_note', 'migration.sql'), 'utf8')
    expect(sql).toContain('ALTER TABLE "keys" ADD COLUMN "note" TEXT;')
    expect(sql).not.toContain('CREATE TABLE')
    expect(await checkMigrations(folder)).toBeUndefined()
  })

  it('makes none where the tables stay the same', async () => {
    await makeMigration(folder, 'initial')
    writeFileSync(folder.schema, `// A word.\n${schema('')}`)
    expect(await makeMigration(folder, 'nothing')).toBeUndefined()
    expect(readdirSync(folder.migrations)).toEqual(['0001_initial'])
  })

  it.each(['Initial', 'add-note', '../add', ''])('refuses the name %j', async (name) => {
    await expect(makeMigration(folder, name)).rejects.toThrow('lower case')
  })

  it('refuses a schema that is none', async () => {
    writeFileSync(folder.schema, 'model Key {')
    await expect(makeMigration(folder, 'initial')).rejects.toThrow('validating')
  })
})

describe('checkMigrations', () => {
  it('tells of a change that no migration holds', async () => {
    await makeMigration(folder, 'initial')
    writeFileSync(folder.schema, schema('note String?'))
    expect(await checkMigrations(folder)).toContain('no migration holds')
  })

  it.each([
    'CREATE TABLE "more" ("id" TEXT);',
    'CREATE INDEX "by_id" ON "keys" ("id");',
    'ALTER TABLE "keys" ADD "x" INT;',
  ])('tells of a migration to which a hand has added %s', async (sql) => {
    await makeMigration(folder, 'initial')
    appendFileSync(join(folder.migrations, '0001_initial', 'migration.sql'), sql)
    expect(await checkMigrations(folder)).toContain('do not make the tables')
  })

  it('tells of a migration without its schema', async () => {
    await makeMigration(folder, 'initial')
    rmSync(join(folder.migrations, '0001_initial', 'schema.prisma'))
    await expect(checkMigrations(folder)).rejects.toThrow('no schema.prisma')
  })
})
