import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { folderPerTest } from '#testing/folder.ts'
import { APPLICATION_ID, MIGRATIONS, migrate } from './migrate.ts'

const inFolder = folderPerTest()

function setUp() {
  const folder = inFolder('migrations')
  cpSync(MIGRATIONS, folder, { recursive: true })
  const database = new Database(inFolder('keystead.db'))
  const add = (name: string, sql: string) => {
    mkdirSync(`${folder}/${name}`)
    writeFileSync(`${folder}/${name}/migration.sql`, sql)
  }
  const applied = () => database.prepare('SELECT name FROM migrations ORDER BY name').pluck().all()
  return { folder, database, add, applied, run: () => migrate(database, folder) }
}

describe('migrate', () => {
  it('makes a new file ours, and does nothing more the second time', () => {
    const { database, run, applied } = setUp()
    run()
    expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID)
    const before = applied()
    run()
    expect(applied()).toEqual(before)
    expect(before[0]).toBe('0001_initial')
  })

  it('applies what is new, in order of the names', () => {
    const { run, add, applied, database } = setUp()
    run()
    const before = applied()
    add('9902_second', 'INSERT INTO made VALUES (2);')
    add('9901_first', 'CREATE TABLE made (n); INSERT INTO made VALUES (1);')
    run()
    expect(applied()).toEqual([...before, '9901_first', '9902_second'])
    expect(database.prepare('SELECT n FROM made').pluck().all()).toEqual([1, 2])
  })

  it('refuses a migration that was edited after it was applied', () => {
    const { run, add } = setUp()
    run()
    add('9901_first', 'CREATE TABLE a (n);')
    run()
    writeFileSync(inFolder('migrations/9901_first/migration.sql'), 'CREATE TABLE b (n);')
    expect(run).toThrow(
      expect.objectContaining({ code: 'migration-edited', message: expect.stringContaining('9901_first') }),
    )
  })

  it('refuses a file that holds a migration it does not know: a newer version wrote it', () => {
    const { run, database } = setUp()
    run()
    database.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run('9999_newer', 'x', 0)
    expect(run).toThrow(
      expect.objectContaining({ code: 'migration-unknown', message: expect.stringContaining('9999_newer') }),
    )
  })

  it('refuses a migration that comes before one that is applied', () => {
    const { run, add, applied } = setUp()
    add('9902_second', 'CREATE TABLE b (n);')
    run()
    const before = applied()
    add('9901_first', 'CREATE TABLE a (n);')
    expect(run).toThrow(expect.objectContaining({ code: 'migration-unknown' }))
    expect(applied()).toEqual(before)
  })

  it('leaves nothing of a migration that fails, and keeps those before it', () => {
    const { run, add, applied, database } = setUp()
    add('9901_first', 'CREATE TABLE a (n);')
    add('9902_second', 'CREATE TABLE b (n); INSERT INTO nowhere VALUES (1);')
    expect(run).toThrow(
      expect.objectContaining({ code: 'migration-failed', message: expect.stringContaining('9902_second') }),
    )
    expect(applied().at(-1)).toBe('9901_first')
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')").pluck().all()).toEqual(['a'])
  })
})
