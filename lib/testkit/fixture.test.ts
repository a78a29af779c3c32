import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSource } from './fixture.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fixture-'))
  file = join(folder, 'cross-account.yaml')
  writeFileSync(file, 'keystead: 1\n')
})

afterEach(() => rmSync(folder, { recursive: true }))

const shipped = () => pathToFileURL(`${folder}/`)

describe('readSource', () => {
  it('reads a fixture by its name, its path or its URL', async () => {
    for (const source of ['cross-account', file, pathToFileURL(file)]) {
      expect(await readSource(source, shipped())).toBe('keystead: 1\n')
    }
  })

  it('takes an object as it is', async () => {
    const fixture = { keystead: 1, accounts: [] } as const
    expect(await readSource(fixture, shipped())).toBe(fixture)
  })

  it('names the fixtures that there are, and the file that there is not', async () => {
    await expect(readSource('payments', shipped())).rejects.toThrow(
      "There is no fixture 'payments': there are cross-account. A file is named by its path: './payments.yaml'.",
    )
    await expect(readSource('./nowhere.yaml')).rejects.toThrow(/nowhere\.yaml cannot be read/)
  })
})
