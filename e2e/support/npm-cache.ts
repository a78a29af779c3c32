import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache')

/** Runs a program in a folder and throws what it printed where it fails. */
export function runIn(
  folder: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`)
}

/**
 * The folder in which a package lies that few need: it is installed there, beside the project's packages and without
 * touching them, the first time it is asked for. `spec` is a name with its exact version.
 */
export function installed(folder: string, spec: string): string {
  const prefix = join(CACHE, folder)
  const name = spec.slice(0, spec.lastIndexOf('@'))
  if (existsSync(join(prefix, 'node_modules', name))) return prefix
  console.error(`Installing ${spec} into node_modules/.cache …`)
  mkdirSync(prefix, { recursive: true })
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  runIn(prefix, 'npm', ['install', '--prefix', prefix, ...flags, spec])
  return prefix
}
