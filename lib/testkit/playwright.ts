/** The door of the package for Playwright. */
import type { KMSClient } from '@aws-sdk/client-kms'
import { test as base, type Cookie } from '@playwright/test'
import type { AuditPage, EventDrawer, EventFilter } from './console/audit-page.ts'
import { Console, type NewKey } from './console/console.ts'
import type { KeyPage } from './console/key-page.ts'
import type { KeysFilter, KeysPage } from './console/keys-page.ts'
import type { PolicyEditor } from './console/policy-editor.ts'
import { session } from './console/sign-in.ts'
import type { FixtureSource } from './fixture.ts'
import type { Sandbox, SandboxOptions } from './sandbox.ts'
import type { Keystead, StartOptions } from './start.ts'
import { startKeystead } from './start.ts'

export { expect } from '@playwright/test'
export type { AuditPage, Console, EventDrawer, EventFilter, KeyPage, KeysFilter, KeysPage, NewKey, PolicyEditor }

/** What the sandbox of a test is made from: a fixture, or options with one. */
export type SandboxSource = FixtureSource | SandboxOptions

export interface TestOptions {
  /** Of `test.use`: `{ sandbox: 'cross-account' }`. An empty sandbox where it is left out. */
  sandbox: SandboxSource | undefined
}

export interface WorkerOptions {
  /** Which Keystead; see StartOptions. */
  keysteadOptions: StartOptions
}

export interface TestFixtures {
  /** The test's own sandbox, deleted after it. */
  ownSandbox: Sandbox
  /** The root user of the sandbox's first account. */
  kms: KMSClient
  /** The console of the sandbox, in its first account, on the test's page, signed in as the administrator. */
  console: Console
}

export interface WorkerFixtures {
  /** The server of this worker. */
  keystead: Keystead
  /** Cookies of the console's administrator. */
  keysteadSession: () => Promise<Cookie[]>
}

/** Playwright's `test` with a sandbox for each test, on one server a worker. */
export const test = base.extend<TestOptions & TestFixtures, WorkerOptions & WorkerFixtures>({
  sandbox: [undefined, { option: true }],
  keysteadOptions: [{}, { option: true, scope: 'worker' }],
  keystead: [
    async ({ keysteadOptions }, use) => {
      const keystead = await startKeystead(keysteadOptions)
      await use(keystead)
      await keystead.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  keysteadSession: [async ({ keystead }, use) => await use(session(keystead)), { scope: 'worker' }],
  // A project that tests an application of its own says where that is.
  baseURL: async ({ baseURL, keystead }, use) => await use(baseURL ?? keystead.url),
  ownSandbox: async ({ keystead, sandbox }, use) => {
    const own = await keystead.sandbox(optionsOf(sandbox))
    await use(own)
    await own.dispose()
  },
  kms: async ({ ownSandbox }, use) => await use(await ownSandbox.kms()),
  console: async ({ keystead, keysteadSession, ownSandbox, page }, use) => {
    await page.context().addCookies(await keysteadSession())
    const { id: sandbox, accountId: account, region } = ownSandbox
    await use(new Console(page, { url: keystead.url, sandbox, account, region }))
  },
})

function optionsOf(source: SandboxSource | undefined): SandboxOptions {
  if (source === undefined) return {}
  return isFixture(source) ? { fixture: source } : source
}

function isFixture(source: SandboxSource): source is FixtureSource {
  return typeof source === 'string' || source instanceof URL || 'keystead' in source
}
