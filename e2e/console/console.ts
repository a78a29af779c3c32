import { randomUUID } from 'node:crypto'
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  KMSClient,
  KMSServiceException,
} from '@aws-sdk/client-kms'
import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import { test as base } from '../support/test.ts'
import { signInByApi } from './sign-in-by-api.ts'

export { writeOver } from '../../lib/testkit/console/write-over.ts'
export { expect }

export const ACCOUNT = '111122223333'
export const REGION = 'us-east-1'

/** The address of a page: `pagePath('keys')`. */
export function pagePath(page: string, region = REGION, account = ACCOUNT): string {
  return `/main/${account}/${region}/${page}`
}

/** A key of a test's own, made by the SDK. */
export interface OwnKey {
  readonly keyId: string
  readonly arn: string
  /** Without the prefix `alias/`. */
  readonly alias: string
}

/** A user of the first account, with a client that signs with an access key of its own. */
export interface OwnUser {
  readonly name: string
  readonly arn: string
  readonly kms: KMSClient
}

interface Fixtures {
  readonly kms: KMSClient
  /** Makes keys that no other test touches: ordinary ones, or as CreateKey is asked. */
  readonly newKey: (tags?: Readonly<Record<string, string>>, like?: CreateKeyCommandInput) => Promise<OwnKey>
  /** Makes users that no other test touches, with an inline policy of these statements. */
  readonly newUser: (...statements: readonly object[]) => Promise<OwnUser>
}

type Cookies = Awaited<ReturnType<typeof signInByApi>>

interface WorkerFixtures {
  /** The cookies of a signed-in browser, one session a worker; another before acts ask again who is there. */
  readonly session: () => Promise<Cookies>
  /** By their options: what one has loaded for a test it need not load again for the next. */
  readonly contexts: Map<string, BrowserContext>
}

const NOBODY = { cookies: [], origins: [] }

/** A test has two minutes left in which deletions need no password. */
const FRESH = 8 * 60_000

/** Playwright's `test` signed in to a server of this worker; `signedOut` undoes that. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  session: [
    async ({ server }, use) => {
      let cookies = await signInByApi(server)
      let since = performance.now()
      await use(async () => {
        if (performance.now() - since > FRESH) {
          cookies = await signInByApi(server)
          since = performance.now()
        }
        return cookies
      })
    },
    { scope: 'worker' },
  ],
  storageState: async ({ session }, use) => {
    await use(await session())
  },
  contexts: [
    async ({ browserName: _ }, use) => {
      const contexts = new Map<string, BrowserContext>()
      await use(contexts)
      for (const context of contexts.values()) await context.close()
    },
    { scope: 'worker' },
  ],
  context: async ({ browser, contexts, storageState, viewport, timezoneId }, use) => {
    const options = JSON.stringify([viewport, timezoneId])
    const context = contexts.get(options) ?? (await browser.newContext())
    contexts.set(options, context)
    // Only now: at the end of a test that failed, a picture is taken of its pages.
    for (const page of context.pages()) await page.close()
    await context.setStorageState(storageState ?? NOBODY)
    await use(context)
  },
  kms: async ({ server }, use) => {
    const { accessKeyId, secretAccessKey, url } = server
    const kms = new KMSClient({ endpoint: url, region: REGION, credentials: { accessKeyId, secretAccessKey } })
    await use(kms)
    kms.destroy()
  },
  newKey: async ({ kms }, use) => {
    await use(async (tags = {}, like = {}) => {
      const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }))
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Tags, ...like }))
      const keyId = KeyMetadata?.KeyId ?? ''
      const alias = uniqueName()
      await kms.send(new CreateAliasCommand({ AliasName: `alias/${alias}`, TargetKeyId: keyId }))
      return { keyId, arn: KeyMetadata?.Arn ?? '', alias }
    })
  },
  newUser: async ({ server }, use) => {
    const at = { endpoint: server.url, region: REGION }
    const { accessKeyId, secretAccessKey } = server
    const iam = new IAMClient({ ...at, credentials: { accessKeyId, secretAccessKey } })
    const clients: KMSClient[] = []
    await use(async (...Statement) => {
      const name = uniqueName()
      const { User } = await iam.send(new CreateUserCommand({ UserName: name }))
      if (Statement.length > 0) {
        const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
        await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }))
      }
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }))
      const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
      const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }
      const kms = new KMSClient({ ...at, credentials, maxAttempts: 1 })
      clients.push(kms)
      return { name, arn: User?.Arn ?? '', kms }
    })
    for (const client of [iam, ...clients]) client.destroy()
  },
})

/** The request id of a call that must be refused. */
export async function refused(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => new Error('it was allowed'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof KMSServiceException)) throw error
  return error.$metadata.requestId ?? ''
}

/** The state in the head of a key. Part of the page may lie beside it, hidden, until React has put it in place. */
export function keyStatus(page: Page): Locator {
  return page.getByRole('main').getByTestId('key-status')
}

/** For tests about signing in: a browser without cookies. */
export const signedOut = { storageState: NOBODY }

/** The button that leads from one step of the create form to the next. */
export function nextStep(page: Page, name: 'labels' | 'administrators' | 'users' | 'review'): Locator {
  return page.getByRole('button', { name: `Next: ${name}` })
}

/** Opens the create form and chooses in its first step, by the names of the choices; it is at its labels then. */
export async function chooseKey(page: Page, choices: readonly string[] = []): Promise<void> {
  await page.goto(pagePath('keys/create'))
  await expect(nextStep(page, 'labels')).toBeEnabled()
  for (const name of choices) await page.getByRole('radio', { name }).click()
  await nextStep(page, 'labels').click()
  await expect(page).toHaveURL(/step=labels/)
}

/** From any of the first steps to the end, and the key is made. */
export async function reviewAndCreate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Skip to review' }).click()
  await page.getByRole('button', { name: 'Create key' }).click()
}

export function uniqueName(): string {
  return `t-${randomUUID().slice(0, 13)}`
}

/** Fills in the sign-in form as a person does. */
export async function signIn(page: Page, password: string, userName = 'admin'): Promise<void> {
  await page.getByLabel('User name').fill(userName)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
