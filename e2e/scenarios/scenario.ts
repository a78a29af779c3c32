/**
 * What a scenario is. How to write one:
 *
 * - One file, `e2e/scenarios/<name>.ts`, that exports one `Scenario`; add it to `all.ts`. No Playwright, no `node:`
 *   modules: this file, `support.ts`, `@aws-sdk/client-kms` and what a long one keeps beside it are all that it imports.
 *   Bytes are WebCrypto's and `Buffer`'s.
 * - `begin` makes what is there before the first step: people, keys, a past. A reset goes back to right after it.
 * - A step passes when its `check` holds, whoever brought that about: a person in the console or with the AWS CLI, or
 *   the step's `action`. So a check looks at what there is (`world.kms()`, `world.iam()`) and at what was done
 *   (`world.log()`), never at whether the action ran. Name what people make by an alias that `text` tells them, and
 *   find it by that alias.
 * - Besides AWS KMS there are `world.service('ebs', …)` and the others of docs/integrations.md, faults and quotas.
 * - Any step may be done by hand and the next by its button. So an action needs nothing that another action remembered,
 *   only what checks found. A ciphertext that somebody will want later is made by the check that sees the first one:
 *   `world.kms()` encrypts there too, and leaves no trace.
 * - What has no page in the console, and what other users do, is done by hand in a terminal: `snippets` are the commands.
 *   They write the files that they read, from what checks kept.
 * - Checks leave no trace: they call the same services, are authorized alike, but stand in no log and can write nothing.
 *   What they find for later steps and links (a key's id) they put into `world.memory`.
 * - A check is asked only when all steps before it have passed, and is not asked again once it held. Where it would hold
 *   from the beginning, ask the log for the deed: `await world.log({ eventName: 'Decrypt', by: 'lena' })`.
 * - An action does the step the way a person would, as a person who may. It ends with the check holding: the test of all
 *   scenarios presses every "Do it for me" in turn. A refusal that the step is about is caught with `refusalOf` and kept.
 * - `shows` tells what came of a step, as on a screen: a ciphertext, an error of AWS with its words.
 * - It is played in the first Region of the installation, whichever that is: `world.region`. One whose texts name
 *   Regions says by `region` which of them it is played in, and names one in each `serviceCall`.
 * - Words: plain, in the second person, each paragraph two or three sentences; AWS's own terms; no jokes.
 */
import type { KMSClient } from '@aws-sdk/client-kms'
import type { AdminInput } from '#admin/execute.ts'
import type { IamInput, IamOperationName, IamOutput } from '#iam/execute.ts'
import type { StsInput, StsOperationName, StsOutput } from '#sts/execute.ts'

/** A guided walk-through in a sandbox of its own, each step checked against what there really is. */
export interface Scenario {
  /** Kebab-case, also the file's name; its sandbox is `scenario-<name>`. */
  readonly name: string
  /** Its place in the list. */
  readonly number: number
  readonly title: string
  /** What one learns, in two sentences. */
  readonly summary: string
  /** How long it takes a reader. */
  readonly minutes: number
  /** Where it is played, if its texts name Regions; in the first Region of the installation when left out. */
  readonly region?: string
  readonly sandbox?: ScenarioSandbox
  /** Makes what is there before the first step. */
  begin?(world: World): Promise<void>
  readonly steps: readonly Step[]
}

/** How the sandbox is made, as `POST /_keystead/sandboxes` takes it. */
export interface ScenarioSandbox {
  /** What identifiers and key material are derived from, where they are to be the same each time. */
  readonly seed?: string
  /** What there is before `begin`, in YAML or JSON; see docs/fixtures.md. */
  readonly fixture?: string
  readonly quotas?: 'off' | 'aws' | 'brief'
  readonly clock?: { readonly set?: string; readonly freeze?: boolean }
}

export interface Step {
  /** In the imperative: what one does. */
  readonly title: string
  /** Paragraphs. `backticks` set names and values that machines read. */
  readonly text: readonly string[]
  /** Where one does it by hand. */
  link?(facts: Facts): Link
  /** What a reader copies to do it by hand: a policy, or commands where the console cannot do it. */
  snippets?(facts: Facts): readonly Snippet[]
  /** "Do it for me". Without one the step is for reading: its check holds at once. */
  action?(world: World): Promise<void>
  /** True, or what is still missing, in words. */
  check(world: Look): Promise<true | string>
  /** What came of it, once it passed. */
  shows?(facts: Facts): readonly Shown[]
}

/** What steps left in the memory. */
export type Facts = Readonly<Record<string, string>>

export interface Link {
  readonly label: string
  /** Below the Region, such as `keys/1234…?tab=rotation`. */
  readonly path: string
  /** Another than the sandbox's first. */
  readonly account?: string
  readonly region?: string
}

export interface Snippet {
  readonly label: string
  readonly text: string
  /** Whose access key a command needs, taken from the environment of the terminal; see `terminal` in `support.ts`. */
  readonly by?: { readonly user: string; readonly account?: string }
}

export interface Shown {
  readonly label: string
  readonly value: string
  /** Whether it is an error of the service. */
  readonly isError?: boolean
}

/** As whom something is done, and where. */
export interface Who {
  /** `root` (when left out), a user by name, or a role as `role/<name>`. */
  readonly as?: string
  readonly account?: string
  readonly region?: string
  /** How often the SDK tries a call to AWS KMS; once when left out, so that a scenario sees each refusal. */
  readonly attempts?: number
  /** From where, as the log has it; from the server's own machine when left out. */
  readonly from?: Origin
}

export interface Origin {
  readonly sourceIp: string
  readonly userAgent: string
}

/** What a check sees. It can change nothing but the memory, and stands in no log. */
export interface Look {
  /** The first account of the sandbox. */
  readonly account: string
  /** Where the scenario is played, and calls go that name no other. */
  readonly region: string
  /** The time of the sandbox. */
  now(): Date
  /** A client of the wire. */
  kms(who?: Who): KMSClient
  iam<N extends IamOperationName>(name: N, input: IamInput<N>, who?: Who): Promise<IamOutput<N>>
  /**
   * Calls an integrated service, as `service('ebs', 'DescribeVolumes', {})`; see docs/integrations.md. In a check ask only
   * what needs no key: calls that a service makes to AWS KMS are in the log whoever asked for them.
   */
  service(name: ServiceName, operation: string, input: object, who?: Who): Promise<Readonly<Record<string, unknown>>>
  /** What was done since the sandbox was made, newest first. */
  log(asked?: Asked): Promise<readonly Entry[]>
  readonly memory: Memory
}

/** What an action can do. */
export interface World extends Look {
  sts<N extends StsOperationName>(name: N, input: StsInput<N>, who?: Who): Promise<StsOutput<N>>
  /** A user with an access key; `policy` is its inline policy. */
  person(name: string, policy?: object, account?: string): Promise<void>
  /** A further account. */
  newAccount(accountId: string, name: string): Promise<void>
  /**
   * An access key of somebody that is in force, for what is done outside of these services. It does not go into the
   * memory.
   */
  credentials(who: Who): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }>
  readonly sandbox: SandboxControl
}

/** The integrated services. */
export type ServiceName = 'ebs' | 's3' | 'dynamodb' | 'aurora' | 'secretsmanager'

type NewFault = AdminInput<'SetFaults'>['faults'][number]

export interface SandboxControl {
  /** An ISO 8601 duration. All that falls due on the way is done when this resolves. */
  advance(duration: string): Promise<void>
  /** In place of those that it has, as `PUT /_keystead/sandboxes/{id}/faults` takes them. */
  setFaults(faults: readonly NewFault[]): Promise<void>
  setQuotas(profile: 'off' | 'aws' | 'brief'): Promise<void>
}

/** Which events; all that is given must fit. */
export interface Asked {
  readonly eventName?: string
  /** A user's or role's name, or `root`. */
  readonly by?: string
  /** The id or ARN of a key that it concerns. */
  readonly key?: string
  readonly outcome?: 'ok' | 'denied' | 'error'
  readonly account?: string
}

/** An event of the log. */
export interface Entry {
  readonly eventId: string
  readonly eventName: string
  readonly outcome: 'ok' | 'denied' | 'error'
  readonly time: Date
  readonly region: string
  readonly errorCode?: string
  readonly errorMessage?: string
  /** As CloudTrail writes it. */
  readonly record: Readonly<Record<string, unknown>>
}

/** Texts that a step leaves for later ones. They go back with a reset and outlast a restart. */
export interface Memory {
  get(name: string): string | undefined
  set(name: string, value: string): void
}
