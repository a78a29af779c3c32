import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { CRUISED, configuration } from './rules.ts'

/** `from` breaks `rule` by importing `to`. */
export type Violation = { rule: string; from: string; to: string }

/** What dependency-cruiser read: every module with what it imports, as written, and what breaks a rule. */
export type Cruised = { modules: ReadonlyMap<string, readonly string[]>; violations: Violation[] }

/** Cruises the tree under `folder`, whose package.json says what `#…` means. */
export async function cruiseTree(folder: string): Promise<Cruised> {
  const { forbidden = [], options } = configuration
  const present = CRUISED.filter((path) => existsSync(join(folder, path)))
  const { output } = await cruise([...present], { ...options, baseDir: folder, ruleSet: { forbidden }, validate: true })
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text')
  return {
    modules: new Map(
      output.modules.map(({ source, dependencies }) => [
        source,
        dependencies.map(({ module, protocol = '' }) => `${protocol}${module}`),
      ]),
    ),
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}
