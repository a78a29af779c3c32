'use server'

import { act } from '#console/act.ts'
import {
  addUser,
  beginEnrolment,
  confirmEnrolment,
  endOtherSessions,
  endSession,
  newPassword,
  removeOwnTotp,
  removeUser,
  removeUserTotp,
  resetUser,
} from '#console/console-users.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import type { UserIdDto, UserNameDto } from '#console/dto/settings.ts'
import { actOnOwn } from '#console/own-session.ts'

const STEP_UP = { stepUp: true }

export async function changePassword(_scope: PageScopeDto, old: string, next: string) {
  return actOnOwn((own) => newPassword(own, old, next))
}

export async function beginTotp(_scope: PageScopeDto) {
  return actOnOwn(beginEnrolment, STEP_UP)
}

export async function enableTotp(_scope: PageScopeDto, token: string, code: string) {
  return actOnOwn((own) => confirmEnrolment(own, token, code), STEP_UP)
}

export async function removeTotp(_scope: PageScopeDto) {
  return actOnOwn(removeOwnTotp, STEP_UP)
}

export async function revokeSession(_scope: PageScopeDto, id: string) {
  return actOnOwn((own) => endSession(own, id))
}

export async function revokeOtherSessions(_scope: PageScopeDto) {
  return actOnOwn(endOtherSessions, STEP_UP)
}

export async function createUser(scope: PageScopeDto, name: UserNameDto, make: boolean) {
  return act(scope, (console) => addUser(console, name, make), STEP_UP)
}

export async function resetPassword(scope: PageScopeDto, user: UserIdDto) {
  return act(scope, (console) => resetUser(console, user), STEP_UP)
}

export async function removeAccess(scope: PageScopeDto, user: UserIdDto) {
  return act(scope, (console) => removeUser(console, user), STEP_UP)
}

export async function removeTotpOf(scope: PageScopeDto, user: UserIdDto) {
  return act(scope, (console) => removeUserTotp(console, user), STEP_UP)
}
