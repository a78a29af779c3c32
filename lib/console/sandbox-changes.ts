import 'server-only'

import type { AdminInput } from '#admin/execute.ts'
import type { Console } from './access.ts'
import type { QuotaProfileDto } from './dto/quotas.ts'
import type { ClockMoveDto, FaultDto } from './dto/sandboxes.ts'

/** What a browser sends may be anything: the service refuses what is no id of a sandbox. */
type Id = AdminInput<'GetSandbox'>['id']

export async function moveClock(console: Console, id: string, move: ClockMoveDto) {
  return console.administerMain('MoveClock', { ...move, id: id as Id })
}

export async function setFaults(console: Console, id: string, faults: readonly FaultDto[]) {
  return console.administerMain('SetFaults', { id, faults } as AdminInput<'SetFaults'>)
}

export async function setQuotas(console: Console, id: string, profile: QuotaProfileDto) {
  return console.administerMain('SetQuotas', { id: id as Id, profile })
}

export async function reset(console: Console, id: string) {
  return console.administerMain('ResetSandbox', { id: id as Id })
}

export async function remove(console: Console, id: string) {
  return console.administerMain('DeleteSandbox', { id: id as Id })
}

/** Keeps it under a name, puts it back to what was kept, or forgets that. */
export async function changeSnapshot(
  console: Console,
  operation: 'CreateSnapshot' | 'RestoreSnapshot' | 'DeleteSnapshot',
  id: string,
  name: string,
) {
  return console.administerMain(operation, { id: id as Id, name })
}
