/** Pages of the console that are explained, by the parts of their address; `key` and `sandbox` stand for any one. */
export const PAGES = [
  'accounts',
  'aliases',
  'audit',
  'aws-managed-keys',
  'grants',
  'identities',
  'key-stores',
  'keys',
  'keys/create',
  'keys/key',
  'keys/key/access',
  'keys/key/activity',
  'keys/key/aliases',
  'keys/key/configuration',
  'keys/key/grants',
  'keys/key/material',
  'keys/key/playground',
  'keys/key/public-key',
  'keys/key/regionality',
  'keys/key/tags',
  'multi-region',
  'overview',
  'playground',
  'policy-lab',
  'quotas-and-cost',
  'sandboxes',
  'sandboxes/sandbox',
  'scenarios',
  'settings',
] as const

export type HelpedPage = (typeof PAGES)[number]

/** The page that an address is of: its own, or the nearest above it that is explained. */
export function pageOf(path: string): HelpedPage | undefined {
  const [, , , , ...parts] = path.split('/')
  if (parts[0] === 'keys' && parts[1] !== undefined && parts[1] !== 'create') parts[1] = 'key'
  if (parts[0] === 'sandboxes' && parts[1] !== undefined) parts[1] = 'sandbox'
  for (let length = parts.length; length > 0; length -= 1) {
    const wanted = parts.slice(0, length).join('/')
    const found = PAGES.find((page) => page === wanted)
    if (found) return found
  }
  return undefined
}
