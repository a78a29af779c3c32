import type { KMSClient } from '@aws-sdk/client-kms'
import type { Admin } from './admin.ts'
import { SandboxClock } from './clock.ts'
import type { Credentials } from './credentials.ts'
import type { AppliedFixture, FixtureSource } from './fixture.ts'
import { readSource } from './fixture.ts'
import { peer } from './peer.ts'
import type { Principal } from './principals.ts'
import { credentialsOf, principalsOf } from './principals.ts'

export type QuotaProfile = 'off' | 'aws' | 'brief'

/** What a sandbox is made with. */
export interface SandboxOptions {
  /** Its id is made from this; drawn where it is left out, as it must be for tests that run at once. */
  readonly name?: string
  /** What is in it from the beginning, and after every reset. */
  readonly fixture?: FixtureSource
  /** Identifiers and key material come from it: the same seed gives the same ones. */
  readonly seed?: string
  /** Which request quotas hold; `off` where it is left out. */
  readonly quotas?: QuotaProfile
  /** The time that it begins at; that of the wall clock where it is left out. */
  readonly clock?: { readonly set?: string; readonly advance?: string; readonly freeze?: boolean }
  /** Its first account; 111122223333 where it is left out. */
  readonly accountId?: string
}

/** Something that goes wrong on purpose; its members are described with `PUT /_keystead/sandboxes/{id}/faults`. */
export interface Fault {
  readonly kind: 'throttle' | 'latency' | 'error' | 'xks-proxy-down' | 'clock-skew'
  /**
   * The name of an operation of AWS KMS, or of another service as in `iam:CreateUser`; `*` at its end stands for any
   * rest.
   */
  readonly operation?: string
  /** The id or ARN of a key. */
  readonly keyId?: string
  /** How likely a call is hit, above 0 to 1. */
  readonly rate?: number
  /** The n-th call is hit, the 2n-th and so on. */
  readonly every?: number
  /** Of `latency`. */
  readonly millis?: number
  /** Of `error`: the name of an exception of AWS KMS. */
  readonly code?: string
  readonly message?: string
  /** Of `clock-skew`. */
  readonly skewMillis?: number
}

/** What an exported fixture tells. */
export interface ExportOptions {
  /** Key material and other secrets; left out unless this is true. */
  readonly material?: boolean
  /** Calls of the past; told unless this is false. */
  readonly history?: boolean
}

/** Who a client is, and where. */
export interface ClientOptions {
  /** The root user of the first account where it is left out. */
  readonly as?: string | Credentials
  readonly region?: string
  /** How often the client tries a call; 1 shows every throttled one. That of the SDK where it is left out. */
  readonly maxAttempts?: number
}

/** What a client of the AWS SDK is made from. */
export interface ClientConfig {
  readonly endpoint: string
  readonly region: string
  readonly credentials: Credentials
  readonly maxAttempts?: number
}

interface Created {
  readonly id: string
  readonly accountId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly fixture?: AppliedFixture
}

/** Where sandboxes are: the address of the wire, and the Region of what names none. */
export interface Place {
  readonly endpoint: string
  readonly region: string
}

/** Makes a sandbox. Throws KeysteadError. */
export async function createSandbox(admin: Admin, place: Place, options: SandboxOptions = {}): Promise<Sandbox> {
  const { fixture: source, ...asked } = options
  const fixture = source === undefined ? {} : { fixture: await readSource(source) }
  return new Sandbox(admin, place, await admin.ask<Created>('POST', 'sandboxes', { ...asked, ...fixture }))
}

/** An isolated group of accounts with a clock of its own. Its access keys lead to it and to nothing else. */
export class Sandbox implements AsyncDisposable {
  readonly id: string
  /** Its first account. */
  readonly accountId: string
  readonly region: string
  /** For any client of AWS. */
  readonly endpoint: string
  /** Of the root user of its first account. */
  readonly credentials: Credentials
  /** What came of the fixture that it was made with. */
  readonly fixture: AppliedFixture | undefined
  readonly clock: SandboxClock
  readonly #admin: Admin
  readonly #initial: readonly Principal[]
  readonly #snapshots = new Map<string, readonly Principal[]>()
  readonly #clients: { destroy(): void }[] = []
  #principals: readonly Principal[]
  #isGone = false

  constructor(admin: Admin, { endpoint, region }: Place, created: Created) {
    const { id, accountId, accessKeyId, secretAccessKey, fixture } = created
    this.id = id
    this.accountId = accountId
    this.region = region
    this.endpoint = endpoint
    this.credentials = { accessKeyId, secretAccessKey }
    this.fixture = fixture
    this.clock = new SandboxClock(admin, id)
    this.#admin = admin
    const root = { accountId, userName: undefined, credentials: this.credentials }
    this.#initial = [root, ...(fixture ? principalsOf(fixture) : [])]
    this.#principals = this.#initial
  }

  /** Back to what it was made with: rows, log, time, faults and quotas. */
  async reset(): Promise<void> {
    await this.#ask('POST', 'reset')
    this.#principals = this.#initial
  }

  /** Keeps it as it is, in place of what was kept under that name. */
  async snapshot(name: string): Promise<void> {
    await this.#ask('POST', 'snapshots', { name })
    this.#snapshots.set(name, this.#principals)
  }

  async restore(name: string): Promise<void> {
    await this.#ask('POST', `snapshots/${encodeURIComponent(name)}/restore`)
    this.#principals = this.#snapshots.get(name) ?? this.#initial
  }

  /** In place of those that it has; an empty list ends them all. */
  async faults(faults: readonly Fault[]): Promise<void> {
    await this.#ask('PUT', 'faults', faults)
  }

  async quotas(profile: QuotaProfile): Promise<void> {
    await this.#ask('PUT', 'quotas', { profile })
  }

  /** Makes what a fixture says and what is not there. */
  async apply(source: FixtureSource): Promise<AppliedFixture> {
    const applied = await this.#ask<AppliedFixture>('POST', 'fixture', await readSource(source))
    this.#principals = [...this.#principals, ...principalsOf(applied)]
    return applied
  }

  /** All of it as a fixture, in YAML; with `material`, with key material and other secrets. */
  async export({ material = false, history = true }: ExportOptions = {}): Promise<string> {
    return await this.#ask('GET', `fixture?material=${material}&history=${history}`)
  }

  /** A client of any service of AWS that Keystead speaks: `sandbox.client(KMSClient)`. It ends with the sandbox. */
  client<C extends { destroy(): void }>(Client: new (config: ClientConfig) => C, options: ClientOptions = {}): C {
    const { as, region = this.region, maxAttempts } = options
    const attempts = maxAttempts === undefined ? {} : { maxAttempts }
    const client = new Client({ endpoint: this.endpoint, region, credentials: this.#credentialsOf(as), ...attempts })
    this.#clients.push(client)
    return client
  }

  /** A KMSClient; `@aws-sdk/client-kms` must be installed. */
  async kms(options?: ClientOptions): Promise<KMSClient> {
    const { KMSClient } = await peer('@aws-sdk/client-kms', () => import('@aws-sdk/client-kms'))
    return this.client(KMSClient, options)
  }

  /** Credentials of a role session, for `as`; `@aws-sdk/client-sts` must be installed. */
  async assumeRole(RoleArn: string, options?: ClientOptions): Promise<Credentials> {
    const { AssumeRoleCommand, STSClient } = await peer('@aws-sdk/client-sts', () => import('@aws-sdk/client-sts'))
    const call = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'keystead-testkit' })
    const { AccessKeyId, SecretAccessKey, SessionToken } =
      (await this.client(STSClient, options).send(call)).Credentials ?? {}
    if (!AccessKeyId || !SecretAccessKey || !SessionToken)
      throw new Error(`AssumeRole of ${RoleArn} gave no credentials.`)
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
  }

  /** Ends its clients and deletes it with all that is in it. */
  async dispose(): Promise<void> {
    if (this.#isGone) return
    this.#isGone = true
    for (const client of this.#clients) client.destroy()
    await this.#admin.ask('DELETE', `sandboxes/${this.id}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose()
  }

  async #ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    return await this.#admin.ask(method, `sandboxes/${this.id}/${path}`, body)
  }

  #credentialsOf(as: ClientOptions['as']): Credentials {
    if (as === undefined) return this.credentials
    return typeof as === 'string' ? credentialsOf(this.#principals, as) : as
  }
}
