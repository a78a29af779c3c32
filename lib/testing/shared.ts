import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(process.env.KEYSTEAD_SHARED ?? '../shared')

/** Path of reference data and test vectors that lie beside the project, not in it. */
export function sharedPath(path: string): string {
  return resolve(folder, path)
}

/** Whether that data is here; tests that need it are skipped by name where it is not. */
export function hasShared(path: string): boolean {
  return existsSync(sharedPath(path))
}

export function readSharedJson(path: string): unknown {
  return JSON.parse(readFileSync(sharedPath(path), 'utf8'))
}
