import { globalScope, newAccessKey } from '#iam/ports.ts'
import { utf8 } from '#kernel/bytes.ts'
import { draw } from '#kernel/draw.ts'
import type { AccountId, SandboxId } from '#kernel/ids.ts'
import type { Ids } from '#kernel/random.ts'
import { MAIN_SANDBOX, type Scope, sameScope } from '#kernel/scope.ts'
import type { QuotaProfile, SandboxRow, SandboxSettings, Write } from '#kms/ports.ts'
import { insert, SEED_PURPOSE, timeOf } from '#kms/ports.ts'
import { invalid, sandboxExists, tooManySandboxes } from '../errors.ts'
import { identified } from '../fault-members.ts'
import { planFixture, recordableAnswer } from '../fixture/apply.ts'
import type { FixtureSettings } from '../fixture/settings.ts'
import { settingsIn } from '../fixture/settings.ts'
import { readFixture } from '../fixture/text.ts'
import { membersOf, newAccountMember } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import type { AdminPorts } from '../ports.ts'
import { recordRows } from '../sandbox-log.ts'
import type { ClockMembers } from '../sandbox-members.ts'
import { clockMembers, firstClock, nameMember, quotasMember, seedMember } from '../sandbox-members.ts'
import { INITIAL, saved } from '../snapshots.ts'

/** How many there may be. */
const MOST = 1000
/** The first account where none is named: account ids are unique within a sandbox only. */
const ACCOUNT = '111122223333' as AccountId

/** A new sandbox with its first account, whose root credentials are told this once. They name the sandbox. */
export const createSandbox: AdminOperation<'CreateSandbox'> = {
  secrets: ['fixture', 'seed'],
  parse(input) {
    const members = membersOf(input)
    const { clock, fixture } = members
    const accountId = newAccountMember(members)
    const [name, quotas, seed] = [nameMember(members), quotasMember(members), seedMember(members)]
    return {
      ...(name !== undefined && { name, id: idFrom(name) }),
      ...(accountId !== undefined && { accountId }),
      ...(clock !== undefined && { clock: clockMembers(membersOf(clock)) }),
      ...(quotas !== undefined && { quotas }),
      ...(seed !== undefined && { seed }),
      ...(fixture !== undefined && { fixture }),
    }
  },
  async run({ name, id: fromName, accountId, clock, quotas, seed: seedText, fixture }, caller, ports) {
    const id = fromName ?? newId(ports)
    if ((await ports.store.sandboxes()).length >= MOST) throw tooManySandboxes(MOST)
    if (id === MAIN_SANDBOX || (await ports.store.sandbox(id))) throw sandboxExists(id)
    const account = (accountId as AccountId | undefined) ?? ACCOUNT
    const text = fixture === undefined ? undefined : readFixture(fixture)
    const asked = settingsOf({ clock, quotas }, text ? settingsIn(text) : NO_SETTINGS, ports.ids)
    const global = globalScope(id, account)
    const domainKeys = await ports.vault.begin(global)
    const seed = seedText === undefined ? null : sealedSeed(seedText, global, ports)
    const row = sandboxRow({ id, name: name ?? id, account, ...asked, seed }, ports)
    const now = timeOf(JSON.parse(row.clock), ports.clocks.wall.now())
    const { row: accessKey, secretAccessKey } = await newAccessKey({ sandbox: id, account }, null, now, ports)
    const { accessKeyId } = accessKey
    const { region } = caller.scope
    const target = { scope: { sandbox: id, account, region }, now, isNew: true }
    const planned = text && (await ports.fixtures.withNew(row, () => planFixture(text, target, ports.fixtures)))
    const made = planned?.writes ?? []
    const { writes: kept, whole } = saved(row, INITIAL, ports)
    return {
      answer: { id, accountId: account, accessKeyId, secretAccessKey, ...(planned && { fixture: planned.answer }) },
      writes: [
        insert('sandbox', row),
        ...(made.some((write) => isDomainKey(write, global)) ? [] : domainKeys),
        ...(made.some((write) => isAccount(write, account))
          ? []
          : [insert('account', { sandbox: id, account, name: row.name, createdAt: now })]),
        insert('accessKey', accessKey),
        ...made,
        ...kept,
      ],
      whole,
      events: [...(planned?.events ?? []), recordRows({ sandbox: id, account, region }, now, ports)],
      responseElements: {
        ...{ id, accountId: account, accessKeyId },
        ...(planned && { fixture: recordableAnswer(planned.answer) }),
      },
    }
  },
}

/** What the call says goes before what its fixture does, each member by itself. */
function settingsOf(
  { clock, quotas }: { readonly clock: ClockMembers | undefined; readonly quotas: QuotaProfile | undefined },
  fixture: FixtureSettings,
  ids: Ids,
): Pick<NewSandbox, 'clock' | 'settings'> {
  const { set, ...others } = fixture.clock
  // The time that a clock goes on from is the system's.
  const isSet = set !== undefined && clock?.advance === undefined
  return {
    clock: { ...others, ...(isSet && { set }), ...clock },
    settings: { quotas: quotas ?? fixture.quotas ?? 'off', faults: identified(fixture.faults, ids) },
  }
}

const NO_SETTINGS: FixtureSettings = { clock: {}, faults: [] }

function isAccount(write: Write, account: AccountId): boolean {
  return write.act === 'put' && write.table === 'account' && write.row.account === account
}

function isDomainKey(write: Write, scope: Scope): boolean {
  return write.act === 'put' && write.table === 'domainKey' && sameScope(write.row, scope)
}

/** A name as an id: lower case, and a dash for all that an id cannot have. */
function idFrom(name: string): SandboxId {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (slug !== '') return slug as SandboxId
  throw invalid('name must have a letter from a to z or a digit, because the id of the sandbox is made from it.')
}

function newId({ secrets }: AdminPorts): SandboxId {
  return `sb-${draw(secrets, 'abcdefghijklmnopqrstuvwxyz', 8)}` as SandboxId
}

function sealedSeed(text: string, scope: Scope, { vault }: AdminPorts): Buffer {
  return vault.sealSecret(scope, SEED_PURPOSE, utf8(text))
}

interface NewSandbox extends Pick<SandboxRow, 'id' | 'name' | 'account' | 'seed'> {
  readonly clock: ClockMembers
  readonly settings: SandboxSettings
}

function sandboxRow({ clock, settings, ...sandbox }: NewSandbox, { clocks }: AdminPorts): SandboxRow {
  const createdAt = clocks.wall.now()
  const first = firstClock(clock, createdAt)
  return { ...sandbox, createdAt, clock: JSON.stringify(first), settings: JSON.stringify(settings) }
}
