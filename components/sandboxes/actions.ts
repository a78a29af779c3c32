import type { QuotaProfileDto } from '#console/dto/quotas.ts'
import type { ClockMoveDto, CreatedSandboxDto, FaultDto, MovedClockDto, NewSandboxDto } from '#console/dto/sandboxes.ts'
import type { Action } from '../hooks/use-action.ts'

type OfSandbox<A extends readonly unknown[] = []> = Action<readonly [id: string, ...A], unknown>

/** What may be done to sandboxes, by the server actions of the frame. */
export interface SandboxActions {
  readonly createSandbox: Action<readonly [form: NewSandboxDto], CreatedSandboxDto>
  readonly moveClock: Action<readonly [id: string, move: ClockMoveDto], MovedClockDto>
  readonly setFaults: OfSandbox<[faults: readonly FaultDto[]]>
  readonly setQuotas: OfSandbox<[profile: QuotaProfileDto]>
  readonly resetSandbox: OfSandbox
  readonly deleteSandbox: OfSandbox
  readonly createSnapshot: OfSandbox<[name: string]>
  readonly restoreSnapshot: OfSandbox<[name: string]>
  readonly deleteSnapshot: OfSandbox<[name: string]>
}
