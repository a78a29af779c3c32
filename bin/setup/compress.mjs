/** Compresses what browsers keep, once after a build: Brotli at its best takes too long while someone waits. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'

const compress = promisify(brotliCompress)
const TEXT = /\.(js|css)$/

/** Below this a file is as well sent as it is. */
const LEAST_BYTES = 1024

/**
 * Puts a `.br` beside every script and style sheet below a folder (RFC 7932).
 * @param {string} folder
 */
export async function compressBelow(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => TEXT.test(name))
  await Promise.all(
    names.map(async (name) => {
      const bytes = readFileSync(join(folder, name))
      if (bytes.length >= LEAST_BYTES) writeFileSync(join(folder, `${name}.br`), await compress(bytes))
    }),
  )
}
