import { expect, it } from 'vitest'
import type { EpochMillis, SandboxId } from '#kernel/ids.ts'
import type { Sandbox } from '#kms/ports.ts'
import { clockDto, sandboxDto, sandboxStateDto } from './sandbox-dto.ts'

const WALL = Date.parse('2026-11-26T00:00:00Z')
const DAY = 86_400_000
const listed = {
  ...{ id: 'demo', name: 'Demo', accountId: '111122223333', createdAt: '2026-11-25T00:00:00.000Z' },
  clock: { now: '2026-12-06T00:00:00.000Z', frozen: false },
  ...{ quotas: 'aws' as const, faults: [], seeded: true },
}

it('a sandbox is told with what is in it and how far its clock is ahead', () => {
  const population = { sandbox: 'demo' as SandboxId, accounts: 2, keys: 30 }
  const clock = clockDto({ kind: 'running', offset: 10 * DAY }, WALL as EpochMillis)
  expect(sandboxDto(listed, [population], clock)).toEqual({
    ...{ id: 'demo', name: 'Demo', accountId: '111122223333', createdAt: WALL - DAY },
    ...{ quotas: 'aws', faults: [], seeded: true, accounts: 2, keys: 30 },
    clock: { now: WALL + 10 * DAY, frozen: false, ahead: 10 * DAY },
  })
  expect(sandboxDto(listed, [], clock)).toMatchObject({ accounts: 0, keys: 0 })
})

it('a frozen clock falls behind, one that runs keeps its distance', () => {
  const sandbox = { name: 'Demo', settings: { quotas: 'off', faults: [] } } as unknown as Sandbox
  const at = (clock: Sandbox['clock'], wall: number) =>
    sandboxStateDto({ ...sandbox, clock }, wall as EpochMillis).clock
  const frozen = { kind: 'frozen', at: WALL as EpochMillis } as const
  expect(at(frozen, WALL + DAY)).toEqual({ now: WALL, frozen: true, ahead: -DAY })
  expect(at({ kind: 'running', offset: DAY }, WALL)).toEqual({ now: WALL + DAY, frozen: false, ahead: DAY })
})
