import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own, in memory. */
export interface SmallDisk {
  readonly path: string
  /** Takes all the room that is left; the answer gives it back. */
  fill(): () => void
  remove(): void
}

/** Throws where mounting is not allowed. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'keystead-disk-'))
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  if (status !== 0) {
    rmdirSync(path)
    throw new Error(`no tmpfs could be mounted: ${error?.message ?? stderr}`)
  }
  return {
    path,
    fill() {
      const filler = join(path, 'filler')
      for (const bytes of [2 ** 20, 4096]) append(filler, bytes)
      return () => rmSync(filler)
    },
    remove() {
      spawnSync('umount', [path])
      rmdirSync(path)
    },
  }
}

/** Adds to a file until there is no room for so many bytes. */
function append(file: string, bytes: number): void {
  const descriptor = openSync(file, 'a')
  try {
    for (;;) if (writeSync(descriptor, Buffer.alloc(bytes)) < bytes) return
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Whether file systems may be mounted here. */
export function mayMount(): boolean {
  try {
    mountSmallDisk(1).remove()
    return true
  } catch {
    return false
  }
}
