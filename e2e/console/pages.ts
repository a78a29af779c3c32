import type { Page } from '@playwright/test'

/** The keys that the pages are shown with. */
export interface Shown {
  /** The id of the key that `alias/<name>` stands for. */
  key(name: string): string
}

/** A page of the console, or a state of one that looks otherwise. */
export interface ConsolePage {
  readonly name: string
  /** Below the Region, as `keys`. */
  readonly path: (shown: Shown) => string
  /** Brings it into its state where no address does. */
  readonly open?: (page: Page) => Promise<void>
}

const fixed = (name: string, path = name): ConsolePage => ({ name, path: () => path })
const ofKey = (alias: string, tab: string): ConsolePage => ({
  name: `key-${tab || 'policy'}-${alias}`,
  path: ({ key }) => `keys/${key(alias)}${tab === '' ? '' : `/${tab}`}`,
})

/** Every page with what its pictures and its structure are checked for. */
export const PAGES: readonly ConsolePage[] = [
  fixed('overview'),
  fixed('keys'),
  fixed('keys-none', 'keys?state=Nothing'),
  fixed('create-key', 'keys/create'),
  fixed('create-key-administrators', 'keys/create?step=administrators'),
  fixed('create-key-review', 'keys/create?step=review'),
  fixed('aws-managed-keys'),
  fixed('aliases'),
  fixed('multi-region'),
  fixed('key-stores'),
  fixed('grants'),
  fixed('identities-users', 'identities/users'),
  fixed('identities-role', 'identities/roles/payments-api'),
  fixed('identities-policies', 'identities/policies'),
  fixed('identities-accounts', 'identities/accounts'),
  fixed('policy-lab'),
  fixed('audit'),
  fixed('audit-denied', 'audit?outcome=denied&range=30d'),
  fixed('quotas-and-cost'),
  fixed('playground'),
  fixed('playground-inspect', 'playground?op=Inspect'),
  fixed('sandboxes'),
  fixed('scenarios'),
  fixed('scenario', 'scenarios/envelope-encryption'),
  {
    name: 'scenario-played',
    path: () => 'scenarios/a-keys-life',
    open: async (page) => {
      // It is played already where another picture of it was taken.
      await page.getByRole('button', { name: /^(Start|Reset)$/ }).click()
      await page.getByRole('button', { name: 'Do it for me' }).waitFor()
    },
  },
  fixed('settings'),
  fixed('settings-sessions', 'settings/sessions'),
  fixed('settings-users', 'settings/users'),
  fixed('settings-display', 'settings/display'),
  fixed('settings-installation', 'settings/installation'),
  ...['', 'configuration', 'material', 'aliases', 'tags', 'grants', 'access', 'activity', 'playground'].map((tab) =>
    ofKey('payments-prod', tab),
  ),
  ofKey('jwt-signing', 'public-key'),
  ofKey('jwt-signing', 'material'),
  ofKey('jwt-signing', 'playground'),
  ofKey('webhook-hmac', 'material'),
  ofKey('card-vault', 'material'),
  ofKey('partner-import', 'material'),
  ofKey('hsm-ledger', 'configuration'),
  ofKey('legacy-backups', ''),
  ofKey('orders-global', 'regionality'),
]
