/**
 * Who may import whom: the table of docs/architecture.md. A ring may always import itself, and a folder that is a ring
 * of its own is no part of the one around it. Paths are from the root: a folder, or a file without its ending.
 */
export type Ring = { path: string; mayImport: readonly string[] }

const SERVICES = ['kms', 'iam', 'sts', 'cloudtrail', 'admin', 'xks'] as const
const LEAVES = ['lib/kernel', 'lib/model', 'lib/crypto', 'lib/policy', 'lib/audit'] as const

/** `part` of every service: `ofServices('ports')` is lib/kms/ports, lib/iam/ports and so on. */
function ofServices(...parts: readonly string[]): string[] {
  return SERVICES.flatMap((service) => parts.map((part) => `lib/${service}/${part}`))
}

const BELOW_RUNTIME = [
  ...LEAVES,
  ...SERVICES.map((service) => `lib/${service}`),
  ...['lib/store', 'lib/auth', 'lib/wire', 'lib/integrations', 'e2e/scenarios'],
]

export const RINGS: readonly Ring[] = [
  { path: 'lib/kernel', mayImport: [] },
  { path: 'lib/model', mayImport: ['lib/kernel'] },
  { path: 'lib/crypto', mayImport: ['lib/kernel'] },
  { path: 'lib/policy', mayImport: ['lib/kernel'] },
  { path: 'lib/audit', mayImport: ['lib/kernel', 'lib/model'] },
  ...SERVICES.map((service) => ({ path: `lib/${service}`, mayImport: [...LEAVES, ...ofServices('ports')] })),
  {
    path: 'lib/store',
    mayImport: [
      ...['lib/kernel', 'lib/model', 'lib/audit', 'lib/integrations/ports'],
      ...ofServices('ports', 'domain'),
    ],
  },
  { path: 'lib/auth', mayImport: ['lib/kernel', 'lib/model', 'lib/audit', ...ofServices('ports')] },
  { path: 'lib/wire', mayImport: ['lib/kernel', 'lib/model', 'lib/auth', ...ofServices('ports', 'execute', 'errors')] },
  { path: 'lib/integrations', mayImport: ['lib/kernel', 'lib/crypto'] },
  {
    path: 'lib/console',
    mayImport: [
      ...['lib/kernel', 'lib/model', 'lib/policy', 'lib/audit', 'lib/auth', 'lib/runtime'],
      ...ofServices('ports', 'execute', 'errors'),
    ],
  },
  { path: 'lib/runtime', mayImport: BELOW_RUNTIME },
  { path: 'lib/server', mayImport: ['lib/kernel', 'lib/runtime', 'lib/wire'] },
  { path: 'lib/testing', mayImport: ['lib', 'e2e/scenarios'] },
  { path: 'lib/testkit', mayImport: [] },
  { path: 'app', mayImport: ['components', 'lib/console'] },
  { path: 'app/api', mayImport: ['lib/console', 'lib/auth', 'lib/runtime'] },
  { path: 'proxy', mayImport: ['lib/console', 'lib/auth', 'lib/runtime'] },
  { path: 'components', mayImport: ['lib/model', 'lib/policy', 'lib/console/dto'] },
]
