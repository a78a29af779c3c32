'use server'

import { act } from '#console/act.ts'
import type { QuotaProfileDto } from '#console/dto/quotas.ts'
import type { ClockMoveDto, FaultDto, NewSandboxDto } from '#console/dto/sandboxes.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import * as changes from '#console/sandbox-changes.ts'

/** For what lets somebody in, or takes away what nothing brings back. */
const STEP_UP = { stepUp: true }

export async function createSandbox(scope: PageScopeDto, form: NewSandboxDto) {
  return act(scope, (console) => console.administerMain('CreateSandbox', form), STEP_UP)
}

export async function moveClock(scope: PageScopeDto, id: string, move: ClockMoveDto) {
  return act(scope, (console) => changes.moveClock(console, id, move))
}

export async function setFaults(scope: PageScopeDto, id: string, faults: readonly FaultDto[]) {
  return act(scope, (console) => changes.setFaults(console, id, faults))
}

export async function setQuotas(scope: PageScopeDto, id: string, profile: QuotaProfileDto) {
  return act(scope, (console) => changes.setQuotas(console, id, profile))
}

export async function resetSandbox(scope: PageScopeDto, id: string) {
  return act(scope, (console) => changes.reset(console, id), STEP_UP)
}

export async function deleteSandbox(scope: PageScopeDto, id: string) {
  return act(scope, (console) => changes.remove(console, id), STEP_UP)
}

export async function createSnapshot(scope: PageScopeDto, id: string, name: string) {
  return act(scope, (console) => changes.changeSnapshot(console, 'CreateSnapshot', id, name))
}

export async function restoreSnapshot(scope: PageScopeDto, id: string, name: string) {
  return act(scope, (console) => changes.changeSnapshot(console, 'RestoreSnapshot', id, name), STEP_UP)
}

export async function deleteSnapshot(scope: PageScopeDto, id: string, name: string) {
  return act(scope, (console) => changes.changeSnapshot(console, 'DeleteSnapshot', id, name), STEP_UP)
}
