import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { folderPerTest } from '#testing/folder.ts'
import { prepareFile } from './database-file.ts'

const inFolder = folderPerTest()

/** A prepared file with enough rows that it has pages to damage. */
function filled(): string {
  const file = inFolder('keystead.db')
  prepareFile(file)
  const database = new Database(file)
  const add = database.prepare('INSERT INTO counters VALUES (?, ?)')
  for (let n = 0; n < 2000; n++) add.run(`${n}-${'x'.repeat(100)}`, n)
  database.close()
  return file
}

function refusal(file: string, code: string) {
  const before = readFileSync(file)
  expect(() => prepareFile(file)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(file) }))
  expect(readFileSync(file).equals(before)).toBe(true)
}

describe('preparing a database file', () => {
  it('makes a new file, and takes one that it made', () => {
    const file = inFolder('keystead.db')
    expect(prepareFile(file)).toEqual({ instanceId: undefined })
    const database = new Database(file)
    database.prepare('INSERT INTO instance VALUES (?, ?, 1)').run('id', Buffer.from('the-instance'))
    database.close()
    expect(prepareFile(file)).toEqual({ instanceId: 'the-instance' })
  })

  it('takes an empty file for a new one', () => {
    const file = inFolder('keystead.db')
    writeFileSync(file, '')
    expect(() => prepareFile(file)).not.toThrow()
  })

  it('refuses a file that is no database, and leaves it as it is', () => {
    const file = inFolder('notes.txt')
    for (const content of ['short', 'a longer text '.repeat(1000)]) {
      writeFileSync(file, content)
      refusal(file, 'not-a-database')
    }
  })

  it('refuses a folder', () => {
    mkdirSync(inFolder('folder'))
    expect(() => prepareFile(inFolder('folder'))).toThrow(expect.objectContaining({ code: 'not-a-database' }))
  })

  it('refuses the database of another application, and leaves it as it is', () => {
    const file = inFolder('other.db')
    const other = new Database(file)
    other.exec('CREATE TABLE keys (a)')
    other.close()
    refusal(file, 'foreign-database')
    const marked = new Database(file)
    marked.exec('DROP TABLE keys')
    marked.pragma('application_id = 7')
    marked.close()
    refusal(file, 'foreign-database')
  })

  it('refuses a file that was cut short', () => {
    const file = filled()
    truncateSync(file, readFileSync(file).length - 3 * 4096)
    refusal(file, 'corrupt')
  })

  it('refuses a file with a damaged page', () => {
    const file = filled()
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, Buffer.alloc(4096, 0xff), 0, 4096, readFileSync(file).length - 10 * 4096)
    closeSync(descriptor)
    refusal(file, 'corrupt')
  })

  it('says so when the file cannot be opened', () => {
    const file = inFolder('missing/folder/keystead.db')
    expect(() => prepareFile(file)).toThrow(expect.objectContaining({ code: 'unusable' }))
  })
})
