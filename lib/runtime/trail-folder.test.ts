import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import type { TrailFolder } from '#audit/export/folder.ts'
import { utf8 } from '#kernel/bytes.ts'
import { systemClock } from '#kernel/clock.ts'
import { systemIds } from '#kernel/random.ts'
import { folderPerTest } from '#testing/folder.ts'
import { readText, removeDrafts, trailFolder } from './trail-folder.ts'

const pathOf = folderPerTest()
let root: string
let folder: TrailFolder
beforeEach(() => {
  root = pathOf('trail')
  folder = trailFolder(root, systemIds)
})

async function draftOf(...parts: readonly string[]) {
  const draft = folder.draft()
  for (const part of parts) await draft.append(utf8(part))
  return draft
}

describe('the folder of a trail', () => {
  it('compresses what ends in .gz, without a time: the same content is the same bytes', async () => {
    await folder.write('a/one.json.gz', '{}')
    await folder.write('a/two.json.gz', '{}')
    await folder.write('a/three.json', '{}')
    const [one, two] = [readFileSync(`${root}/a/one.json.gz`), readFileSync(`${root}/a/two.json.gz`)]
    expect(two).toEqual(one)
    expect(one.subarray(4, 8)).toEqual(Buffer.alloc(4))
    expect(gunzipSync(one).toString()).toBe('{}')
    expect(readFileSync(`${root}/a/three.json`, 'utf8')).toBe('{}')
  })

  it('leaves a file that is there with the same content, and refuses another content', async () => {
    await folder.write('a.json.gz', 'one')
    const { ino } = statSync(`${root}/a.json.gz`)
    await folder.write('a.json.gz', 'one')
    expect(statSync(`${root}/a.json.gz`).ino).toBe(ino)
    await expect(folder.write('a.json.gz', 'two')).rejects.toThrow('is there already, and is not what the log says')
    writeFileSync(`${root}/a.json.gz`, 'not gzip')
    await expect(folder.write('a.json.gz', 'one')).rejects.toThrow('is there already')
    expect(readdirSync(root)).toEqual(['a.json.gz'])
  })

  it('shows a draft only once it is published, in one gzip member, the same bytes however it came in', async () => {
    const draft = await draftOf('Hello, ', 'world')
    expect(readdirSync(root).filter((name) => !name.startsWith('.'))).toEqual([])
    await draft.publish('a/b.json.gz')
    await (await draftOf('Hello', ', ', 'world')).publish('a/c.json.gz')
    expect(await readText(root, 'a/b.json.gz')).toBe('Hello, world')
    expect(readFileSync(`${root}/a/c.json.gz`)).toEqual(readFileSync(`${root}/a/b.json.gz`))
    expect(readdirSync(root)).toEqual(['a'])
  })

  it('takes a draft that is larger than what is held in memory', async () => {
    const part = 'x'.repeat(1_000_000)
    await (await draftOf(...Array.from({ length: 20 }, () => part))).publish('big.gz')
    expect(gunzipSync(readFileSync(`${root}/big.gz`))).toHaveLength(20_000_000)
  })

  it('leaves nothing of a draft that is discarded', async () => {
    await (await draftOf('x')).discard()
    expect(readdirSync(root)).toEqual([])
  })

  it('is rid of drafts that a run left a day ago, and of nothing else', async () => {
    const [old, young] = [systemIds.uuid(), systemIds.uuid()].map((id) => `.${id}.new`)
    await folder.write('a.json', '{}')
    for (const name of [old, young, '.mine']) writeFileSync(`${root}/${name}`, '')
    for (const name of [old, '.mine', 'a.json']) utimesSync(`${root}/${name}`, 0, 0)
    await removeDrafts(root, systemClock.now())
    expect(readdirSync(root).sort()).toEqual([young, '.mine', 'a.json'].sort())
    await removeDrafts(pathOf('none'), systemClock.now())
  })

  it('says when a draft cannot be written', async () => {
    const draft = folder.draft()
    rmSync(root, { recursive: true })
    await draft.append(utf8('x'))
    await expect(draft.publish('a.gz')).rejects.toThrow('ENOENT')
    await draft.discard()
    expect(existsSync(root)).toBe(false)
  })
})
