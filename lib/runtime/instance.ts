import type { Admin } from '#admin/execute.ts'
import type { ConsoleSession, Sessions } from '#auth/sessions.ts'
import type { EventLog } from '#cloudtrail/event-log.ts'
import type { CloudTrail } from '#cloudtrail/execute.ts'
import type { Explorer } from '#cloudtrail/explorer.ts'
import type { Iam } from '#iam/execute.ts'
import type { AccountId, Region } from '#kernel/ids.ts'
import type { CallObserver } from '#kernel/observer.ts'
import type { Ids } from '#kernel/random.ts'
import type { Kms } from '#kms/execute.ts'
import type { Inventory } from '#kms/inventory.ts'
import type { Clocks, Identities } from '#kms/ports.ts'
import type { Why } from '#kms/why.ts'
import type { Sts } from '#sts/execute.ts'
import type { XksService } from '#xks/execute.ts'
import type { AuthMode, Config } from './config.ts'
import type { Metrics } from './metrics.ts'

export type { InventoryEntry } from '#kms/inventory.ts'
export type { ConsoleSession }

/** The running system, as its faces see it. */
export interface Instance extends Kms, EventLog, Explorer {
  /** A UUID, made with the database. */
  readonly id: string
  /** Ed25519, 32 bytes, base64: the key that speaks for the audit log. */
  readonly auditPublicKey: string
  readonly config: InstanceConfig
  readonly iam: Iam
  readonly sts: Sts
  readonly cloudTrail: CloudTrail
  readonly admin: Admin
  /** Our keys as those of an external key manager. */
  readonly xks: XksService
  readonly inventory: Inventory
  readonly why: Why
  readonly sessions: Sessions
  readonly identities: Identities
  readonly clocks: Clocks
  readonly ids: Ids
  readonly metrics: Metrics
  /** To be told of the calls of the wire; those of the console are known here. */
  readonly observer: CallObserver
  /** What next-auth seals its cookies with; derived from the root, different in every instance. */
  readonly authSecret: string
  /** Whether calls can be answered now; the reason otherwise. */
  health(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>
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
