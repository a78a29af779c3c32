import type { AuditEvent } from '#audit/event.ts'
import { createEventLog, type EventLog } from '#cloudtrail/event-log.ts'
import { type CloudTrail, createCloudTrail } from '#cloudtrail/execute.ts'
import { createExplorer, type Explorer } from '#cloudtrail/explorer.ts'
import { createInstance } from '#crypto/instance-key.ts'
import { Keyring } from '#crypto/keyring.ts'
import { localRoot } from '#crypto/root/local-key.ts'
import { CryptoThreads } from '#crypto/threads/crypto-threads.ts'
import type { AccountId, Region, RequestId } from '#kernel/ids.ts'
import { type Principal, rootPrincipal } from '#kernel/principal.ts'
import { systemIds, systemSecrets } from '#kernel/random.ts'
import { MAIN_SANDBOX, type Scope } from '#kernel/scope.ts'
import { isServiceError, type ServiceError } from '#kernel/service-error.ts'
import { createCosts, type ReadCost } from '#kms/cost/costs.ts'
import { createKms, type Kms } from '#kms/execute.ts'
import { createFamilies, type Families } from '#kms/families.ts'
import { createHoldings, createInventory } from '#kms/inventory.ts'
import { createKeyStoreHealth, type KeyStoreHealthReads } from '#kms/key-store-health.ts'
import { unlimited } from '#kms/limits/limits.ts'
import type { BareMaterials } from '#kms/ports/fixture.ts'
import type { Caller, Ports, Store } from '#kms/ports.ts'
import type { Input, KeyMetadata, OperationName, Output } from '#model/api.ts'
import { createBareMaterials } from '#runtime/bare-materials.ts'
import { createMaterials } from '#runtime/materials.ts'
import { SandboxRegistry } from '#runtime/sandboxes.ts'
import { sealedStore } from '#runtime/sealed-store.ts'
import { createIdentifiers, openSeeds, type Seeds } from '#runtime/seeds.ts'
import { simulatedClusters } from '#runtime/simulated-clusters.ts'
import { openMemoryStore } from '#store/open.ts'
import { TestClock } from './clock.ts'
import { TestExternalKeys } from './external-keys.ts'
import { TestIdentities } from './identities.ts'

export const ACCOUNT = '111122223333' as AccountId
export const OTHER_ACCOUNT = '444455556666' as AccountId
export const REGION = 'us-east-1' as Region
export const OTHER_REGION = 'eu-west-1' as Region

/** The core on a store in memory, with a clock that the test moves and principals that it makes. */
export interface Harness extends Kms {
  readonly ports: Ports
  readonly keyring: Keyring
  readonly bareMaterials: BareMaterials
  readonly seeds: Seeds
  readonly clock: TestClock
  readonly sandboxes: SandboxRegistry
  readonly identities: TestIdentities
  /** Behind the proxies of all external key stores. */
  readonly externalKeys: TestExternalKeys
  readonly cloudTrail: CloudTrail
  readonly eventLog: EventLog
  readonly explorer: Explorer
  readonly inventory: ReturnType<typeof createInventory>
  readonly families: Families
  readonly cost: ReadCost
  readonly keyStoreHealth: KeyStoreHealthReads
  readonly holdings: ReturnType<typeof createHoldings>
  /** A caller; by default the root user of the first account, in the first Region. */
  caller(as?: Partial<Scope> & { readonly principal?: Principal }): Caller
  /** Calls an operation, by default as the root user of the first account. */
  call<N extends OperationName>(name: N, input: Input<N>, caller?: Caller): Promise<Output<N>>
  /** The error of a call that must fail with one of AWS's. */
  refusal<N extends OperationName>(name: N, input: Input<N>, caller?: Caller): Promise<ServiceError>
  /** A new symmetric key. */
  newKey(input?: Input<'CreateKey'>, caller?: Caller): Promise<KeyMetadata>
  /** The events of an account and Region, oldest first. */
  events(as?: Partial<Scope>): Promise<readonly AuditEvent[]>
}

/** Of all harnesses of a process: threads are started once they are needed, and do not keep it alive. */
const threads = new CryptoThreads()

export async function openHarness(rows: Store = openMemoryStore(), more: Partial<Ports> = {}): Promise<Harness> {
  const clock = new TestClock()
  const identities = new TestIdentities()
  const root = { ...localRoot(systemSecrets.bytes(32), systemSecrets), health: async () => ({ ok: true }) as const }
  const { key } = await createInstance(root, systemIds.uuid(), systemSecrets)
  const engine = { secrets: systemSecrets, threads }
  const sandboxes = new SandboxRegistry(clock)
  await sandboxes.follow(rows)
  const keyring = new Keyring({ root, instanceKey: key, secrets: systemSecrets })
  const store = sealedStore(rows, keyring)
  const externalKeys = new TestExternalKeys()
  const seeds = await openSeeds(store, keyring)
  const materials = createMaterials(keyring, store, engine, seeds)
  const ports: Ports = {
    store,
    identities,
    clocks: sandboxes.clocks,
    ids: systemIds,
    identifiers: createIdentifiers(store, systemIds, seeds),
    secrets: systemSecrets,
    materials,
    engine,
    limits: unlimited,
    xks: externalKeys,
    clusters: simulatedClusters({ store, vault: materials, secrets: systemSecrets }),
    ...more,
  }
  const kms = createKms(ports)
  const callerOf: Harness['caller'] = ({ sandbox = MAIN_SANDBOX, account, region = REGION, principal } = {}) => {
    const who = principal ?? rootPrincipal(account ?? ACCOUNT)
    const request = {
      id: systemIds.uuid() as RequestId,
      face: 'wire',
      sourceIp: '192.0.2.1',
      userAgent: 'test',
    } as const
    return { principal: who, scope: { sandbox, account: who.account, region }, request }
  }
  const call: Harness['call'] = (name, input, caller = callerOf()) => kms.execute(name, input, caller)
  return {
    ...kms,
    ports,
    keyring,
    sandboxes,
    bareMaterials: createBareMaterials(keyring, engine),
    seeds,
    clock,
    identities,
    externalKeys,
    cloudTrail: createCloudTrail({ ...ports, vault: ports.materials }),
    eventLog: createEventLog({ ...ports, vault: ports.materials }),
    explorer: createExplorer({ ...ports, vault: ports.materials }),
    inventory: createInventory(ports),
    families: createFamilies(ports),
    cost: createCosts(ports),
    keyStoreHealth: createKeyStoreHealth(ports),
    holdings: createHoldings(ports),
    caller: callerOf,
    call,
    async refusal(name, input, caller) {
      const outcome = await call(name, input, caller).catch((error: unknown) => error)
      if (isServiceError(outcome)) return outcome
      throw new Error(`${name} did not fail with an AWS error but gave ${String(outcome)}`, { cause: outcome })
    },
    async newKey(input = {}, caller) {
      const { KeyMetadata } = await call('CreateKey', input, caller)
      if (!KeyMetadata) throw new Error('CreateKey answered without KeyMetadata')
      return KeyMetadata
    },
    async events({ sandbox = MAIN_SANDBOX, account = ACCOUNT, region = REGION } = {}) {
      const filters = [{ attribute: 'region', values: [region] }] as const
      return (await store.events({ sandbox, account, filters, limit: 10_000 })).toReversed()
    },
  }
}
