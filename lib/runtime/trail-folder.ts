import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip, gunzip, gzip } from 'node:zlib'
import { ExportError } from '#audit/export/export-error.ts'
import type { TrailDraft, TrailFolder } from '#audit/export/folder.ts'
import { fromUtf8, utf8 } from '#kernel/bytes.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

const DRAFT = /^\.[0-9a-f-]{36}\.new$/

/**
 * A trail in a folder of the file system, made where there is none. Compressed files hold no time, so that the same
 * content is the same bytes.
 */
export function trailFolder(root: string, ids: Ids): TrailFolder {
  return {
    async write(path, text) {
      const found = await readText(root, path)
      if (found === text) return
      if (found !== undefined) {
        const remedy = 'Export into an empty folder, and compare the two.'
        throw new ExportError(`${join(root, path)} is there already, and is not what the log says. ${remedy}`)
      }
      await writeWhole(root, path, await encode(path, text), ids)
    },
    draft: () => gzipDraft(root, draftPath(root, ids)),
  }
}

const ABANDONED = 24 * 3_600_000

/** Removes what a run that was cut short left: drafts that nobody has touched for a day. */
export async function removeDrafts(root: string, now: EpochMillis): Promise<void> {
  const names = await readdir(root).catch(unlessMissing)
  for (const name of names ?? []) {
    if (!DRAFT.test(name)) continue
    const found = await stat(join(root, name)).catch(unlessMissing)
    if (found && found.mtimeMs < now - ABANDONED) await rm(join(root, name), { force: true })
  }
}

/** Replaces a file, or makes it; it is whole at any time. */
export async function writeWhole(root: string, path: string, bytes: Uint8Array, ids: Ids): Promise<void> {
  const draft = draftPath(root, ids)
  try {
    await mkdir(dirname(join(root, path)), { recursive: true })
    const file = await open(draft, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, join(root, path))
  } finally {
    await rm(draft, { force: true })
  }
}

/** Undefined where there is no such file. Throws ExportError for what cannot be decompressed. */
export async function readText(root: string, path: string): Promise<string | undefined> {
  const file = join(root, path)
  const bytes = await readFile(file).catch(unlessMissing)
  if (bytes === undefined || !path.endsWith('.gz')) return bytes && fromUtf8(bytes)
  const text = await decompress(bytes).then(fromUtf8, () => undefined)
  return text ?? ''
}

function draftPath(root: string, ids: Ids): string {
  return join(root, `.${ids.uuid()}.new`)
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function gzipDraft(root: string, draft: string): TrailDraft {
  mkdirSync(root, { recursive: true })
  const stream = createGzip()
  const done = pipeline(stream, createWriteStream(draft, { flags: 'wx', flush: true }))
  // A failure is told to whoever appends or publishes next; until then nobody waits for it.
  done.catch(() => undefined)
  return {
    async append(bytes) {
      if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), done])
    },
    async publish(path) {
      stream.end()
      await done
      await mkdir(dirname(join(root, path)), { recursive: true })
      await rename(draft, join(root, path))
    },
    async discard() {
      stream.destroy()
      await Promise.allSettled([done])
      await rm(draft, { force: true })
    },
  }
}

async function encode(path: string, text: string): Promise<Buffer> {
  return path.endsWith('.gz') ? await compress(text) : utf8(text)
}
