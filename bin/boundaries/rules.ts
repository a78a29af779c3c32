import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser'
import { RINGS, type Ring } from './rings.ts'

/** What is cruised, from the root. */
export const CRUISED: readonly string[] = ['lib', 'app', 'components', 'proxy.ts']

const OWN = '^(lib|app|components|proxy|e2e|bench|bin)(/|\\.ts$)'
const TESTS = '\\.test\\.tsx?$'
const TESTING = '^lib/(testing|testkit)/'

/** A pattern for a folder, a file without its ending, or both: `lib/kms/ports` is ports.ts and all of ports/. */
function at(...paths: readonly string[]): string {
  return `^(${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})(/|\\.tsx?$)`
}

/** A pattern for npm packages by name or scope, installed or not. */
function packages(...names: readonly string[]): string {
  return `(^|node_modules/)(${names.join('|')})(/|$)`
}

function inside({ path }: Ring): string[] {
  return RINGS.map((ring) => ring.path).filter((other) => other.startsWith(`${path}/`))
}

function ringRule(ring: Ring): IForbiddenRuleType {
  const inner = inside(ring)
  const list = ring.mayImport.length === 0 ? 'nothing else' : ring.mayImport.join(', ')
  return {
    name: ring.path,
    severity: 'error',
    comment: `${ring.path} may import itself and ${list}`,
    from: { path: at(ring.path), pathNot: [TESTS, ...(inner.length === 0 ? [] : [at(...inner)])] },
    to: { path: OWN, pathNot: at(ring.path, ...ring.mayImport) },
  }
}

/** Packages and built-ins that only some places may import; `from.pathNot` names these. */
const HELD: readonly IForbiddenRuleType[] = [
  {
    name: 'node-crypto',
    severity: 'error',
    comment: 'cryptography is done where it is reviewed: the kernel, lib/crypto, and auth for the console session',
    from: {
      pathNot: [
        TESTS,
        TESTING,
        at('lib/kernel/random', 'lib/kernel/hash', 'lib/kernel/sigv4', 'lib/crypto', 'lib/auth'),
      ],
    },
    to: { path: '^(node:)?crypto$' },
  },
  {
    name: 'noble',
    severity: 'error',
    comment: 'primitives are used by lib/crypto and nothing else',
    from: { pathNot: [TESTS, TESTING, at('lib/crypto')] },
    to: { path: packages('@noble') },
  },
  {
    name: 'cbor',
    severity: 'error',
    comment: 'attestation documents are read in one place',
    from: { pathNot: [TESTS, TESTING, at('lib/crypto/attestation')] },
    to: { path: packages('cborg') },
  },
  {
    name: 'prisma',
    severity: 'error',
    comment: 'the database is reached through the ports of the services',
    from: { pathNot: [TESTS, at('lib/store/prisma')] },
    to: { path: packages('@prisma', 'prisma') },
  },
  {
    name: 'database-driver',
    severity: 'error',
    comment: 'raw database access is for the store',
    from: { pathNot: [TESTS, at('lib/store')] },
    to: { path: packages('better-sqlite3', 'pg') },
  },
  {
    name: 'core-without-next',
    severity: 'error',
    comment: 'below the console nothing knows of Next or React, but for the session file of auth',
    from: { path: '^lib/', pathNot: [TESTS, at('lib/console', 'lib/server', 'lib/auth/next-auth')] },
    to: { path: packages('next', 'react', 'react-dom', 'next-auth', 'server-only', '@tanstack') },
  },
  {
    name: 'measuring',
    severity: 'error',
    comment: 'the parts tell observers of lib/kernel/observer.ts; who measures is the composition root',
    from: { pathNot: [TESTS, at('lib/runtime')] },
    to: { path: packages('prom-client', '@opentelemetry') },
  },
  {
    name: 'traces-when-wanted',
    severity: 'error',
    comment: 'OpenTelemetry is loaded by a dynamic import, where traces are configured: other starts cost nothing',
    from: { pathNot: [TESTS, at('lib/runtime/tracing-otlp', 'lib/runtime/tracing-spans')] },
    to: {
      path: [packages('@opentelemetry'), at('lib/runtime/tracing-otlp', 'lib/runtime/tracing-spans')],
      dynamic: false,
    },
  },
  {
    name: 'outgoing-connections',
    severity: 'error',
    comment:
      'one place connects to hosts that users name: it checks each address as it connects; another compares some',
    from: {
      pathNot: [
        ...[TESTS, TESTING, at('lib/xks/transport', 'lib/xks/destination', 'lib/xks/addresses', 'lib/xks/resolve')],
        at('lib/wire/trusted-proxies'),
      ],
    },
    to: { path: '^(node:)?(https|http2|tls|net|dns|dgram|undici)(/|$)' },
  },
  {
    name: 'http',
    severity: 'error',
    comment: 'HTTP is served by the server and the wire, and spoken to proxies of key stores',
    from: { pathNot: [TESTS, TESTING, at('lib/server', 'lib/wire', 'lib/xks/transport')] },
    to: { path: '^(node:)?http$' },
  },
  {
    name: 'clients-outside',
    severity: 'error',
    comment: 'clients of the wire are for integrations, scenarios, the test kit and tests: the core calls execute()',
    from: { pathNot: [TESTS, TESTING, at('lib/integrations', 'lib/runtime/scenarios', 'e2e/scenarios')] },
    to: { path: packages('@aws-sdk', '@smithy', '@playwright') },
  },
]

const SOUND: readonly IForbiddenRuleType[] = [
  {
    name: 'tests-are-leaves',
    severity: 'error',
    comment: 'nothing imports a test',
    from: {},
    to: { path: TESTS },
  },
  {
    name: 'shipped-packages',
    severity: 'error',
    comment: 'what runs for a user imports packages of "dependencies" only, each by its own name',
    from: { pathNot: [TESTS, TESTING] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'resolvable',
    severity: 'error',
    comment: 'every import leads somewhere: an unread one would keep to every rule',
    from: {},
    to: { couldNotResolve: true },
  },
]

export const RULES: readonly IForbiddenRuleType[] = [...RINGS.map(ringRule), ...HELD, ...SOUND]

/** Packages that name their entries in `exports` alone are read too. */
const enhancedResolveOptions = { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] }

/** For dependency-cruiser: the rules, and how imports are read. Type imports count. */
export const configuration: IConfiguration = {
  forbidden: [...RULES],
  options: {
    exclude: '^lib/testkit/dist/',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions,
  },
}
