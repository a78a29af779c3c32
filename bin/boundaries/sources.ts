import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { CRUISED } from './rules.ts'

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..')

/** A source file: its path from the root, and its text without comments. */
export type Source = { path: string; code: string }

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)))
}

/** A comment, or a string or pattern that may hold what looks like one. */
const COMMENT_OR_TEXT =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*(?=[\s.,;)\]])/g

/** `text` with its comments gone, and its lines and strings kept. */
export function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_TEXT, (found) => (/^\/[*/]/.test(found) ? found.replace(/[^\n]/g, '') : found))
}

/** Every TypeScript file that the rules are about: tests too, what is generated from others not. */
export function sourcesOf(root: string): Source[] {
  return CRUISED.flatMap((path) => filesUnder(join(root, path)))
    .filter((path) => /\.tsx?$/.test(path) && !/\/(prisma\/generated|testkit\/dist)\//.test(path))
    .map((path) => ({ path: relative(root, path), code: withoutComments(readFileSync(path, 'utf8')) }))
}

const IMPORTS = [
  /^\s*(?:import|export)\b[^'"`;()=]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
]

/** What a source imports, as written: a second reading, by pattern, to hold against dependency-cruiser's. */
export function writtenImports(code: string): string[] {
  return IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''))
}

/** What must come in by a port, with the code that reaches around it. */
const AMBIENT: readonly (readonly [string, RegExp])[] = [
  ['Date.now()', /\bDate\.now\b/],
  ['new Date()', /\bnew Date\(\s*\)|(?<![\w.])(?<!new )Date\(\s*\)/],
  ['Math.random()', /\bMath\.random\b/],
  ['process.env', /\bprocess\.env\b|\bimport\.meta\.env\b|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/],
]

/** The names of the ambient inputs that `code` reads itself: the clock, chance, the environment. */
export function ambientInputs(code: string): string[] {
  return AMBIENT.filter(([, pattern]) => pattern.test(code)).map(([name]) => name)
}
