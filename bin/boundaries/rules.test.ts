import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cruiseTree } from './cruise.ts'
import { RULES } from './rules.ts'
import { ROOT } from './sources.ts'

/** For each rule a file and what it must not import; a path from the root is made as an empty module. */
const BAD: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'lib/kernel': ['lib/kernel/clock.ts', 'lib/model/api.ts'],
  'lib/model': ['lib/model/validate.ts', 'lib/policy/evaluate.ts'],
  'lib/crypto': ['lib/crypto/specs.ts', 'lib/model/api.ts'],
  'lib/policy': ['lib/policy/evaluate.ts', 'lib/kms/ports.ts'],
  'lib/audit': ['lib/audit/record.ts', 'lib/store/memory/store.ts'],
  'lib/kms': ['lib/kms/execute.ts', 'lib/store/memory/store.ts'],
  'lib/iam': ['lib/iam/execute.ts', 'lib/kms/execute.ts'],
  'lib/sts': ['lib/sts/execute.ts', 'lib/auth/sessions.ts'],
  'lib/cloudtrail': ['lib/cloudtrail/execute.ts', 'lib/kms/domain/key.ts'],
  'lib/admin': ['lib/admin/execute.ts', 'lib/runtime/config.ts'],
  'lib/xks': ['lib/xks/execute.ts', 'lib/kms/execute.ts'],
  'lib/store': ['lib/store/memory/store.ts', 'lib/kms/execute.ts'],
  'lib/auth': ['lib/auth/sessions.ts', 'lib/kms/execute.ts'],
  'lib/wire': ['lib/wire/handle.ts', 'lib/kms/operations/encryption/encrypt.ts'],
  'lib/integrations': ['lib/integrations/ebs/ebs.ts', 'lib/kms/execute.ts'],
  'lib/console': ['lib/console/keys.ts', 'lib/kms/operations/encryption/encrypt.ts'],
  'lib/runtime': ['lib/runtime/build.ts', 'lib/server/main.ts'],
  'lib/server': ['lib/server/main.ts', 'lib/kms/execute.ts'],
  'lib/testing': ['lib/testing/harness.ts', 'components/ui/button.tsx'],
  'lib/testkit': ['lib/testkit/start.ts', 'lib/kernel/clock.ts'],
  app: ['app/keys/page.tsx', 'lib/kms/execute.ts'],
  'app/api': ['app/api/console/route.ts', 'lib/kms/execute.ts'],
  proxy: ['proxy.ts', 'lib/kms/execute.ts'],
  components: ['components/ui/button.tsx', 'lib/console/keys.ts'],
  'node-crypto': ['lib/kms/execute.ts', 'node:crypto'],
  noble: ['lib/kms/execute.ts', '@noble/hashes/sha2.js'],
  cbor: ['lib/kms/execute.ts', 'cborg'],
  prisma: ['lib/store/memory/store.ts', '@prisma/client'],
  'database-driver': ['lib/runtime/build.ts', 'better-sqlite3'],
  'core-without-next': ['lib/wire/handle.ts', 'next/server'],
  measuring: ['lib/store/prisma/group-commit.ts', 'prom-client'],
  'traces-when-wanted': ['lib/runtime/build.ts', 'lib/runtime/tracing-otlp.ts'],
  'outgoing-connections': ['lib/kms/execute.ts', 'node:https'],
  http: ['lib/kms/execute.ts', 'node:http'],
  'clients-outside': ['lib/console/keys.ts', '@aws-sdk/client-kms'],
  'tests-are-leaves': ['lib/kms/execute.ts', 'lib/kms/execute.test.ts'],
  'shipped-packages': ['lib/kms/execute.ts', 'fast-check'],
  resolvable: ['lib/kms/execute.ts', './nowhere.ts'],
}

/** Imports that the table allows, one near each of its edges. */
const GOOD: readonly (readonly [from: string, to: string])[] = [
  ['lib/model/validate.ts', 'lib/kernel/bytes.ts'],
  ['lib/kms/execute.ts', 'lib/policy/evaluate.ts'],
  ['lib/sts/execute.ts', 'lib/kms/ports.ts'],
  ['lib/store/memory/store.ts', 'lib/kms/domain/key.ts'],
  ['lib/wire/handle.ts', 'lib/kms/execute.ts'],
  ['lib/console/keys.ts', 'lib/runtime/instance.ts'],
  ['lib/server/main.ts', 'lib/wire/node-http.ts'],
  ['lib/kms/execute.test.ts', 'lib/store/memory/store.ts'],
  ['lib/testing/harness.ts', 'lib/runtime/build.ts'],
  ['app/keys/page.tsx', 'lib/console/keys.ts'],
  ['app/api/console/route.ts', 'lib/runtime/instance.ts'],
  ['components/ui/button.tsx', 'lib/console/dto/keys.ts'],
  ['lib/kernel/random.ts', 'node:crypto'],
  ['lib/crypto/specs.ts', '@noble/hashes/sha2.js'],
  ['lib/crypto/attestation/cbor.ts', 'cborg'],
  ['lib/store/prisma/client.ts', '@prisma/client'],
  ['lib/auth/next-auth.ts', 'next-auth'],
  ['lib/runtime/metrics.ts', 'prom-client'],
  ['lib/xks/transport.ts', 'node:https'],
  ['lib/wire/node-http.ts', 'node:http'],
  ['lib/kms/execute.ts', 'lib/xks/ports.ts'],
]

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'boundaries-'))
  writeFileSync(join(folder, 'package.json'), readFileSync(join(ROOT, 'package.json')))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function write(path: string, code: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), code)
}

/** The rules that a tree breaks in which one file imports one thing, by `statement`. */
async function broken(from: string, to: string, statement: (name: string) => string): Promise<string[]> {
  const isFile = /^(lib|app|components)\//.test(to)
  if (isFile) write(to, 'export const value = 1\n')
  const depth = from.split('/').length - 1
  write(from, statement(isFile ? `${'../'.repeat(depth) || './'}${to}` : to))
  return (await cruiseTree(folder)).violations.map(({ rule }) => rule)
}

const byValue = (name: string) => `import { value } from '${name}'\nexport const twice = value\n`

describe('every rule', () => {
  it('has a bad example', () => {
    expect(Object.keys(BAD).sort()).toEqual(RULES.map(({ name }) => name).sort())
  })

  it.each(Object.entries(BAD))('%s refuses a bad file', async (rule, [from, to]) => {
    expect(await broken(from, to, byValue)).toContain(rule)
  })
})

describe('the rules', () => {
  it.each(GOOD)('let %s import %s', async (from, to) => {
    expect(await broken(from, to, byValue)).toEqual([])
  })

  it.each([
    "import type { Value } from '#kms/execute.ts'\nexport type Twice = [Value, Value]",
    "export const load = async () => await import('#kms/execute.ts')",
    "export { value } from '#kms/execute.ts'",
    "export * from '#kms/execute.ts'",
    "import '#kms/execute.ts'",
  ])('see the import in %s', async (code) => {
    expect(await broken('lib/kernel/clock.ts', 'lib/kms/execute.ts', () => code)).toEqual(['lib/kernel'])
  })

  it('tell a ring from one whose name begins like it', async () => {
    expect(await broken('lib/kms/execute.ts', 'lib/kernel/bytes.ts', byValue)).toEqual([])
    expect(await broken('lib/kms/execute.ts', 'lib/kms/ports-of-call.ts', byValue)).toEqual([])
    expect(await broken('lib/sts/execute.ts', 'lib/kms/ports-of-call.ts', byValue)).toEqual(['lib/sts'])
  })
})
