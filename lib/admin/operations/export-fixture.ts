import type { EpochMillis } from '#kernel/ids.ts'
import { MAIN_SANDBOX } from '#kernel/scope.ts'
import type { SandboxRow } from '#kms/ports.ts'
import { sandboxOf, timeOf } from '#kms/ports.ts'
import { invalid } from '../errors.ts'
import { exportFixture } from '../fixture/export.ts'
import type { Fixture } from '../fixture/schema.ts'
import { membersOf } from '../members.ts'
import type { AdminOperation } from '../operation.ts'
import { existingSandbox, idMember } from '../sandbox-members.ts'

/**
 * A sandbox as a fixture. `material` tells key material and other secrets too, but never those of `main`; `history` tells
 * the calls of the past, unless it is false, and never of `main`.
 */
export const exportFixtureOperation: AdminOperation<'ExportFixture'> = {
  parse(input) {
    const members = membersOf(input)
    const [material, history] = [flag(members, 'material'), flag(members, 'history')]
    return {
      ...(members.id !== undefined && { id: idMember(members) }),
      ...(material !== undefined && { material }),
      ...(history !== undefined && { history }),
    }
  },
  async run({ id, material = false, history = id !== undefined }, _caller, ports) {
    if (material && id === undefined) {
      throw invalid('The key material of main is not told. Use a sandbox for keys that are to be known.')
    }
    if (history && id === undefined) {
      throw invalid('The history of main is not told: a log cannot be made to tell of what did not happen there.')
    }
    const row = id === undefined ? undefined : await existingSandbox(id, ports)
    const sandbox = id ?? MAIN_SANDBOX
    const settings = row && settingsOf(row, ports.clocks.wall.now())
    const rows = await ports.store.accounts(sandbox)
    // The first account first: it is the one of what names none.
    const accounts = rows
      .map(({ account }) => account)
      .sort((a, b) => Number(b === row?.account) - Number(a === row?.account))
    const asked = {
      sandbox,
      accounts,
      shows: material ? 'material' : 'nothing-secret',
      history,
      ...(settings && { settings }),
    } as const
    return { answer: await exportFixture(asked, ports), responseElements: { sandbox, accounts } }
  },
}

/** As JSON has it, or as a query does. */
function flag(members: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
  const value = members[name]
  if (value === undefined || typeof value === 'boolean') return value
  if (value !== 'true' && value !== 'false') throw invalid(`${name} must be true or false.`)
  return value === 'true'
}

/** Undefined for a sandbox that is as one is made. A clock that goes on is told as of now. */
function settingsOf(row: SandboxRow, wall: EpochMillis): NonNullable<Fixture['sandbox']> | undefined {
  const { clock, settings } = sandboxOf(row)
  const frozen = clock.kind === 'frozen'
  const moved = frozen || clock.offset !== 0
  const { quotas, faults } = settings
  if (!moved && quotas === 'off' && faults.length === 0) return undefined
  return {
    ...(moved && { clock: { time: timeOf(clock, wall), ...(frozen && { frozen }) } }),
    ...(quotas !== 'off' && { quotas }),
    ...(faults.length > 0 && { faults: faults.map((fault) => ({ ...fault })) }),
  }
}
