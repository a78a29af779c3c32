import { expect, it } from 'vitest'
import type { Region, SandboxId } from '#kernel/ids.ts'
import { isServiceError } from '#kernel/service-error.ts'
import type { InventoryEntry } from '#kms/inventory.ts'
import type { Caller } from '#kms/ports.ts'
import type { Input, OperationName } from '#model/api.ts'
import { type Choices, SeededChoices } from '#policy/explain/choices.ts'
import { openPrismaStore } from '#store/open.ts'
import { openClient, READER_PRAGMAS } from '#store/prisma/client.ts'
import { findLastUses } from '#store/prisma/events.ts'
import { keyRecords } from '#store/prisma/key-records.ts'
import { folderPerTest } from '#testing/folder.ts'
import { ACCOUNT, type Harness, OTHER_REGION, openHarness, REGION } from '#testing/harness.ts'
import { administering } from '#testing/sandboxes.ts'

const inFolder = folderPerTest()
const SANDBOX = 'lists' as SandboxId
const REGIONS = [REGION, OTHER_REGION] as const
const ROUNDS = 3

const regionOf = ({ metadata }: InventoryEntry) => REGIONS.find((region) => metadata.Arn?.includes(region)) ?? REGION
const elsewhere = (entry: InventoryEntry) => (regionOf(entry) === REGION ? OTHER_REGION : REGION)
const isEnabled = ({ metadata }: InventoryEntry) => metadata.KeyState === 'Enabled'
const hasAlias = ({ aliases }: InventoryEntry) => aliases.length > 0
const membersOf = ({ metadata }: InventoryEntry) => metadata.MultiRegionConfiguration
const isPrimaryWith = (replicas: number) => (entry: InventoryEntry) =>
  isEnabled(entry) &&
  membersOf(entry)?.MultiRegionKeyType === 'PRIMARY' &&
  membersOf(entry)?.ReplicaKeys?.length === replicas

/** Everything that changes what is listed of keys, on keys that chance picks; each tells whether it found one. */
function changesOf(kms: Harness, choices: Choices, caller: (region: Region) => Caller) {
  const admin = administering(kms)
  let count = 0
  const grants: { readonly KeyId: string; readonly GrantId: string; readonly region: Region }[] = []
  const keys = async (fits: (entry: InventoryEntry) => boolean = () => true) =>
    (await Promise.all(REGIONS.map((region) => kms.inventory(caller(region))))).flat().filter(fits)
  const one = async (fits?: (entry: InventoryEntry) => boolean) => {
    const found = await keys(fits)
    return found[choices.below(Math.max(1, found.length))]
  }
  const on =
    <N extends OperationName>(
      name: N,
      inputOf: (KeyId: string, entry: InventoryEntry) => Input<N>,
      fits?: (entry: InventoryEntry) => boolean,
    ) =>
    async () => {
      const entry = await one(fits)
      if (entry) await kms.call(name, inputOf(entry.metadata.KeyId, entry), caller(regionOf(entry)))
      return entry
    }
  return {
    CreateKey: () =>
      Promise.all([0, 1, 2, 3].map((n) => kms.call('CreateKey', { MultiRegion: n % 2 === 0 }, caller(REGION)))),
    CreateAlias: on('CreateAlias', (TargetKeyId) => ({ AliasName: `alias/${count++}`, TargetKeyId })),
    DeleteAlias: on('DeleteAlias', (_, { aliases: [AliasName = ''] }) => ({ AliasName }), hasAlias),
    async UpdateAlias() {
      const named = await one(hasAlias)
      const target = named && (await one((entry) => regionOf(entry) === regionOf(named)))
      if (!target) return undefined
      const input = { AliasName: named.aliases[0] ?? '', TargetKeyId: target.metadata.KeyId }
      await kms.call('UpdateAlias', input, caller(regionOf(named)))
      return target
    },
    DisableKey: on('DisableKey', (KeyId) => ({ KeyId }), isEnabled),
    EnableKey: on('EnableKey', (KeyId) => ({ KeyId })),
    UpdateKeyDescription: on('UpdateKeyDescription', (KeyId) => ({ KeyId, Description: `no. ${count++}` })),
    TagResource: on('TagResource', (KeyId) => ({ KeyId, Tags: [{ TagKey: 't', TagValue: `${count++}` }] })),
    UntagResource: on('UntagResource', (KeyId) => ({ KeyId, TagKeys: ['t'] })),
    EnableKeyRotation: on('EnableKeyRotation', (KeyId) => ({ KeyId, RotationPeriodInDays: 90 }), isEnabled),
    RotateKeyOnDemand: on('RotateKeyOnDemand', (KeyId) => ({ KeyId }), isEnabled),
    Encrypt: on('Encrypt', (KeyId) => ({ KeyId, Plaintext: Buffer.from('x') }), isEnabled),
    async CreateGrant() {
      const entry = await one(isEnabled)
      if (!entry) return undefined
      const [{ KeyId }, region] = [entry.metadata, regionOf(entry)]
      const terms = { GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root`, Operations: ['Encrypt' as const] }
      const { GrantId = '' } = await kms.call('CreateGrant', { KeyId, ...terms }, caller(region))
      return grants.push({ KeyId, GrantId, region })
    },
    async RevokeGrant() {
      const grant = grants.pop()
      if (grant) await kms.call('RevokeGrant', { KeyId: grant.KeyId, GrantId: grant.GrantId }, caller(grant.region))
      return grant
    },
    async ReplicateKey() {
      const replicate = on(
        'ReplicateKey',
        (KeyId, entry) => ({ KeyId, ReplicaRegion: elsewhere(entry) }),
        isPrimaryWith(0),
      )
      const entry = await replicate()
      // The replica is ready then.
      await admin('MoveClock', { id: SANDBOX, advance: 'PT1S' })
      return entry
    },
    UpdatePrimaryRegion: on(
      'UpdatePrimaryRegion',
      (KeyId, entry) => ({ KeyId, PrimaryRegion: elsewhere(entry) }),
      isPrimaryWith(1),
    ),
    ScheduleKeyDeletion: on('ScheduleKeyDeletion', (KeyId) => ({ KeyId, PendingWindowInDays: 7 }), isEnabled),
    CancelKeyDeletion: on(
      'CancelKeyDeletion',
      (KeyId) => ({ KeyId }),
      ({ metadata }) => metadata.KeyState === 'PendingDeletion',
    ),
    MoveClock: () => admin('MoveClock', { id: SANDBOX, advance: 'P10D' }),
    CreateSnapshot: () => admin('CreateSnapshot', { id: SANDBOX, name: 'a' }),
    RestoreSnapshot: () => admin('RestoreSnapshot', { id: SANDBOX, name: 'a' }),
  }
}

const shuffled = <T>(all: readonly T[], choices: Choices) =>
  all
    .map((each) => [choices.below(1000), each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each)

it('keys are listed as they are in the database, whatever was done to them', async () => {
  const file = inFolder('keystead.db')
  const store = await openPrismaStore({ file })
  const reader = await openClient(file, READER_PRAGMAS)
  const done = new Set<string>()
  const compare = async (callers: readonly Caller[], what: string) => {
    for (const { scope } of callers) {
      expect(await store.keyRecords(scope), what).toEqual(await keyRecords(reader, scope))
      expect(await store.lastUses(scope), what).toEqual(await findLastUses(reader, scope))
    }
  }
  try {
    const choices = new SeededChoices(7)
    const kms = await openHarness(store)
    const admin = administering(kms)
    await admin('CreateSandbox', { name: SANDBOX, seed: 'lists', clock: { freeze: true } })
    const caller = (region: Region) => kms.caller({ sandbox: SANDBOX, region })
    const changes = changesOf(kms, choices, caller)
    for (let round = 0; round < ROUNDS; round++) {
      await changes.CreateKey()
      for (const [name, change] of shuffled(Object.entries(changes), choices)) {
        try {
          if (await change()) done.add(name)
        } catch (thrown) {
          // Some do not fit the key that was picked.
          if (!isServiceError(thrown)) throw thrown
        }
        await compare(REGIONS.map(caller), `${name} in round ${round}`)
      }
      if (round === 1) {
        await admin('ResetSandbox', { id: SANDBOX })
        await compare(REGIONS.map(caller), 'ResetSandbox')
      }
    }
    await admin('DeleteSandbox', { id: SANDBOX })
    await compare(REGIONS.map(caller), 'DeleteSandbox')
    expect([...done].sort()).toEqual(Object.keys(changes).sort())
  } finally {
    await reader.$disconnect()
    await store.close()
  }
})
