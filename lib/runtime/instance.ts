import type { Admin } from '#admin/execute.ts'
import type { ScenarioPlayer } from '#admin/ports.ts'
import type { LoginProfiles } from '#auth/login-profiles.ts'
import type { OidcSettings } from '#auth/oidc.ts'
import type { ConsoleSession, Sessions } from '#auth/sessions.ts'
import type { EventLog } from '#cloudtrail/event-log.ts'
import type { CloudTrail } from '#cloudtrail/execute.ts'
import type { Explorer } from '#cloudtrail/explorer.ts'
import type { Iam } from '#iam/execute.ts'
import type { AccountId, Region, SandboxId } from '#kernel/ids.ts'
import type { CallObserver } from '#kernel/observer.ts'
import type { Ids } from '#kernel/random.ts'
import type { Scope } from '#kernel/scope.ts'
import type { ReadAccountSubjects } from '#kms/account-subjects.ts'
import type { CostRow, Requests } from '#kms/cost/account-cost.ts'
import type { ReadCost } from '#kms/cost/costs.ts'
import type { Kms } from '#kms/execute.ts'
import type { Families } from '#kms/families.ts'
import type { GrantInventory, ListGrantInventory } from '#kms/grant-inventory.ts'
import type { Holdings, Inventory } from '#kms/inventory.ts'
import type { KeyStoreHealthReads } from '#kms/key-store-health.ts'
import type { ReadQuotas } from '#kms/limits/quota-reads.ts'
import type { Permitted } from '#kms/permitted.ts'
import type { Caller, Clocks, Identities, Population } from '#kms/ports.ts'
import type { ReplayPolicy } from '#kms/replay.ts'
import type { Recall, Why } from '#kms/why.ts'
import type { Sts } from '#sts/execute.ts'
import type { XksService } from '#xks/execute.ts'
import type { AuditHead } from './audit-head.ts'
import type { AuthMode, Config } from './config.ts'
import type { DemoProgress } from './demo/demo.ts'
import type { Integrations } from './integrations.ts'
import type { Log } from './log.ts'
import type { LogCheck } from './log-check.ts'
import type { Metrics } from './metrics.ts'
import type { Sandboxes } from './sandboxes.ts'
import type { shippedFixtures } from './shipped-fixtures.ts'

export type { ToldCost } from '#kms/cost/costs.ts'
export { hoursIn, parseMonth } from '#kms/cost/month.ts'
export { RULES as costRules } from '#kms/cost/rules.ts'
export type { FamilyMember } from '#kms/families.ts'
export type { Holdings, InventoryEntry } from '#kms/inventory.ts'
export type { KeyStoreHealth } from '#kms/key-store-health.ts'
export type { QuotaReport } from '#kms/limits/quota-reads.ts'
export type { ConsoleSession, CostRow, GrantInventory, Requests }

/** The running system, as its faces see it. */
export interface Instance extends Kms, EventLog, Explorer {
  /** A UUID, made with the database. */
  readonly id: string
  /** Ed25519, 32 bytes, base64: the key that speaks for the audit log. */
  readonly auditPublicKey: string
  /** How many events a sandbox's log has. */
  logSize(sandbox: SandboxId): number
  readonly logCheck: LogCheck
  readonly config: InstanceConfig
  readonly iam: Iam
  readonly sts: Sts
  readonly cloudTrail: CloudTrail
  readonly admin: Admin
  /** Guided walk-throughs. Who may ask is for the caller to see to. */
  readonly scenarios: ScenarioPlayer
  readonly shippedFixtures: typeof shippedFixtures
  /** Our keys as those of an external key manager. */
  readonly xks: XksService
  /** EBS, S3 and others, as clients of ours. */
  readonly integrations: Integrations
  readonly inventory: Inventory
  readonly quotas: ReadQuotas
  readonly families: Families
  /** What an account costs. */
  readonly cost: ReadCost
  readonly keyStoreHealth: KeyStoreHealthReads
  /** The inventory with what is counted beside it. */
  readonly holdings: (caller: Caller) => Promise<Holdings>
  /** How far the log of a sandbox goes and what was signed of it. */
  auditHead(sandbox: SandboxId): Promise<AuditHead>
  readonly grantInventory: ListGrantInventory
  readonly why: Why
  readonly permitted: Permitted
  readonly accountSubjects: ReadAccountSubjects
  readonly replay: ReplayPolicy
  readonly recall: Recall
  readonly sessions: Sessions
  readonly loginProfiles: LoginProfiles
  readonly identities: Identities
  readonly clocks: Clocks
  readonly ids: Ids
  /** Those beside `main`. */
  readonly sandboxes: Sandboxes
  /** Whether an account is in a sandbox. */
  hosts(place: Pick<Scope, 'sandbox' | 'account'>): Promise<boolean>
  /** How many accounts and keys each sandbox has. */
  populations(): Promise<readonly Population[]>
  /** How far the loading of the sample is. */
  demoProgress(): DemoProgress
  readonly metrics: Metrics
  /** For what a face tells nobody else. */
  readonly log: Pick<Log, 'error'>
  /** To be told of the calls of the wire; those of the console are known here. */
  readonly observer: CallObserver
  /** What next-auth seals its cookies with; derived from the root, different in every instance. */
  readonly authSecret: string
  /** Whether calls can be answered now; the reason otherwise. */
  health(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>
  /** How far the clock is ahead for the next signature of a sandbox: 0, but where a fault sets it wrong. */
  clockSkew(sandbox: SandboxId): number
  /** Lets calls that a fault holds back go on at once, and holds back no more. */
  endDelays(): void
  /** Stops due work, waits for what is being written, and gives the data folder free. */
  close(): Promise<void>
}

/** What of the configuration shows to people. */
export interface InstanceConfig {
  readonly accountId: AccountId
  readonly region: Region
  /** The origin in use, also when the system chose the port. */
  readonly publicUrl: string
  readonly authMode: AuthMode
  readonly consoleSignIn: Config['consoleSignIn']
  readonly oidc?: OidcSettings
}

const slot = Symbol.for('keystead')

/** One instance for all copies of the modules in this process: the server's and those that Next bundles. */
export function publish(instance: Instance): void {
  Reflect.set(globalThis, slot, instance)
}

/** The instance of this process. Throws when the server is not running, as in a build. */
export function instance(): Instance {
  const running: Instance | undefined = Reflect.get(globalThis, slot)
  if (!running) throw new Error('Keystead is not running in this process: start it with npm start')
  return running
}
