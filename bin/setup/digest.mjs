/** What a step was made from, as one hash, kept beside what it made. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The files under `path`, itself where it is one, sorted; none where nothing is there.
 * @param {string} path
 * @param {(path: string) => boolean} isLeftOut
 * @returns {string[]}
 */
function filesUnder(path, isLeftOut) {
  if (isLeftOut(path)) return []
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name), isLeftOut))
}

/**
 * SHA-256 over the names and contents of all files under `paths`, in hex. Contents and not times: a fresh clone of the
 * same revision has the same hash.
 * @param {string} folder what `paths` are relative to
 * @param {string[]} paths
 * @param {(path: string) => boolean} [isLeftOut]
 */
export function digest(folder, paths, isLeftOut = () => false) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesUnder(join(folder, path), isLeftOut)) {
      const content = readFileSync(file)
      hash.update(`${file.slice(folder.length)}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

/**
 * @param {string} file
 * @param {string} stamp
 */
export function isStamped(file, stamp) {
  return statSync(file, { throwIfNoEntry: false }) !== undefined && readFileSync(file, 'utf8') === stamp
}

/**
 * Runs `make` with the stamp away, so that an interrupted one is done again, and sets it afterwards.
 * @param {string} file
 * @param {string} stamp
 * @param {() => Promise<void>} make
 */
export async function stamped(file, stamp, make) {
  rmSync(file, { force: true })
  await make()
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, stamp)
}
