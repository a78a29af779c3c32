import type { AdminOutput } from '#admin/execute.ts'
import type { EpochMillis } from '#kernel/ids.ts'
import type { ClockState, Population, Sandbox } from '#kms/ports.ts'
import { timeOf } from '#kms/ports.ts'
import type { SandboxClockDto, SandboxDto, SandboxStateDto, SnapshotDto } from './dto/sandboxes.ts'

type Listed = AdminOutput<'ListSandboxes'>['sandboxes'][number]
type Kept = AdminOutput<'GetSandbox'>['snapshots'][number]

/** A sandbox as pages are told it. Its clock is read anew, together with the system's. */
export function sandboxDto(listed: Listed, populations: readonly Population[], clock: SandboxClockDto): SandboxDto {
  const { id, name, accountId, createdAt, quotas, faults, seeded } = listed
  const { accounts = 0, keys = 0 } = populations.find(({ sandbox }) => sandbox === id) ?? {}
  return { id, name, accountId, createdAt: Date.parse(createdAt), quotas, faults, seeded, accounts, keys, clock }
}

export function snapshotDto({ name, createdAt, events }: Kept): SnapshotDto {
  return { name, createdAt: Date.parse(createdAt), events }
}

/** How a sandbox is now, from memory. */
export function sandboxStateDto({ name, clock, settings }: Sandbox, wall: EpochMillis): SandboxStateDto {
  return { name, clock: clockDto(clock, wall), quotas: settings.quotas, faults: settings.faults }
}

/** A clock at a time of the system. */
export function clockDto(clock: ClockState, wall: EpochMillis): SandboxClockDto {
  const now = timeOf(clock, wall)
  return { now, frozen: clock.kind === 'frozen', ahead: now - wall }
}
