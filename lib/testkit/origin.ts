import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** A server that runs, by its address, or the program that starts one. */
export type Origin =
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'program'; readonly path: string }

/** How a test says which Keystead it means. */
export interface OriginOptions {
  /** Where Keystead is installed: its folder, or its `bin/keystead.mjs`. */
  readonly program?: string
  /** The address of one that runs, such as `http://127.0.0.1:3000`. */
  readonly url?: string
}

type Environment = Readonly<Record<string, string | undefined>>

const BIN = join('bin', 'keystead.mjs')
const WAYS = [
  'Say which Keystead to use:',
  '  - KEYSTEAD_PROGRAM, or the option `program`: the folder where it is installed and set up;',
  '  - KEYSTEAD_URL, or the option `url`: the address of one that runs;',
  '  - or install the package `keystead` beside this one.',
].join('\n')

/**
 * Options go before the environment, and that before a package `keystead` that `folder` sees. Throws Error that says
 * what to do.
 */
export function originOf(options: OriginOptions, environment: Environment, folder: string): Origin {
  const { KEYSTEAD_PROGRAM, KEYSTEAD_URL } = environment
  const named = given(options.program, options.url) ?? given(KEYSTEAD_PROGRAM, KEYSTEAD_URL)
  if (named?.url !== undefined) return { kind: 'server', url: addressOf(named.url) }
  const place = named?.program === undefined ? installed(folder) : resolve(folder, named.program)
  if (place === undefined) throw new Error(`No Keystead is known. ${WAYS}`)
  const path = existsSync(place) && statSync(place).isDirectory() ? join(place, BIN) : place
  if (existsSync(path)) return { kind: 'program', path }
  throw new Error(`There is no Keystead at ${path}. ${WAYS}`)
}

/** Undefined where nothing is said; empty texts say nothing. */
function given(program: string | undefined, url: string | undefined): OriginOptions | undefined {
  if (program && url) throw new Error(`A program and a URL are given: ${program}, ${url}. Give one of them.`)
  if (url) return { url }
  return program ? { program } : undefined
}

function addressOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin
  throw new Error(`'${text}' is not the address of a Keystead: it must be as http://127.0.0.1:3000.`)
}

function installed(folder: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, 'package.json')).resolve('keystead/package.json'))
  } catch {
    return undefined
  }
}
