/** Whether node_modules is what package-lock.json says, for this machine. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, os?: string[], cpu?: string[] }} Entry */

/**
 * @param {string} file
 * @returns {Record<string, Entry>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/**
 * @param {string[] | undefined} list as in package.json `os` and `cpu`: names, or names to exclude with a `!`
 * @param {string} own
 */
const allows = (list, own) =>
  list === undefined || list.includes(own) || (list.every((name) => name.startsWith('!')) && !list.includes(`!${own}`))

/** The lock file that npm writes into node_modules as the last act of an install. */
export const installedLock = join('node_modules', '.package-lock.json')

/**
 * Whether an install ended and left what `package-lock.json` demands. Optional packages may be missing (other systems'
 * ones are); one for another system shows that the folder came from there.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const file = join(folder, installedLock)
  if (!existsSync(file)) return false
  const installed = packagesOf(file)
  const isForeign = Object.values(installed).some(
    ({ os, cpu }) => !allows(os, process.platform) || !allows(cpu, process.arch),
  )
  if (isForeign) return false
  return Object.entries(packagesOf(join(folder, 'package-lock.json'))).every(([path, wanted]) => {
    const present = installed[path]
    if (path === '') return true
    if (present === undefined) return wanted.optional === true || wanted.devOptional === true
    return present.version === wanted.version && present.integrity === wanted.integrity
  })
}
