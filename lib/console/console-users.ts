import 'server-only'

import { headers } from 'next/headers'
import type { LoginProfiles } from '#auth/login-profiles.ts'
import type { UserName } from '#auth/sign-in-name.ts'
import { isAccountId } from '#kernel/ids.ts'
import type { Caller } from '#kms/ports.ts'
import { instance } from '#runtime/instance.ts'
import { type Console, callerOf } from './access.ts'
import type { EnrolmentDto, UserNameDto } from './dto/settings.ts'
import { Called } from './error-dto.ts'
import { assertMain } from './main-only.ts'
import type { OwnSession } from './own-session.ts'
import { sourceOf } from './request-source.ts'

/** Answers how many other sessions ended with it. */
export async function newPassword({ asking, token }: OwnSession, old: string, next: string): Promise<number> {
  return instance().loginProfiles.changePassword(asking, { old: String(old), next: String(next), token })
}

export async function beginEnrolment({ asking }: OwnSession): Promise<EnrolmentDto> {
  return instance().loginProfiles.beginTotp(asking)
}

/** Answers the recovery codes. */
export async function confirmEnrolment(
  { asking }: OwnSession,
  token: string,
  code: string,
): Promise<readonly string[]> {
  return (await instance().loginProfiles.enableTotp(asking, String(token), String(code))).codes
}

export async function removeOwnTotp({ asking }: OwnSession): Promise<null> {
  await instance().loginProfiles.removeOwnTotp(asking)
  return null
}

export async function endSession({ token, source }: OwnSession, id: string): Promise<null> {
  await instance().sessions.revokeOf(token, (session) => session.id === id, source)
  return null
}

/** Answers how many. */
export async function endOtherSessions({ token, source }: OwnSession): Promise<number> {
  return instance().sessions.revokeOf(token, ({ own }) => !own, source)
}

/** Gives a user of AWS IAM a password; `make` asks for the user too. The password is told this once. */
export async function addUser(console: Console, name: UserNameDto, make: boolean): Promise<string> {
  assertMain(console)
  if (make) {
    if (!console.administers) throw notAdministrator()
    if (name.account !== console.scope.account) {
      throw new Called({ code: 'ValidationError', message: 'A user can be made in the account of this page only.' })
    }
    await console.iam('CreateUser', { UserName: name.userName })
  }
  return (await administer(console, name, ({ create }, user, caller) => create(user, caller))).password
}

export async function resetUser(console: Console, name: UserNameDto): Promise<string> {
  return (await administer(console, name, ({ reset }, user, caller) => reset(user, caller))).password
}

export async function removeUser(console: Console, name: UserNameDto): Promise<null> {
  await administer(console, name, ({ remove }, user, caller) => remove(user, caller))
  return null
}

export async function removeUserTotp(console: Console, name: UserNameDto): Promise<null> {
  await administer(console, name, ({ removeTotp }, user, caller) => removeTotp(user, caller))
  return null
}

async function administer<T>(
  console: Console,
  { account, userName }: UserNameDto,
  change: (profiles: LoginProfiles, name: UserName, caller: Caller) => Promise<T>,
): Promise<T> {
  const { administers, session, scope } = console
  assertMain(console)
  if (!administers) throw notAdministrator()
  if (typeof userName !== 'string' || typeof account !== 'string' || !isAccountId(account)) {
    throw new Called({ code: 'ValidationError', message: 'An account has 12 digits.' })
  }
  const { ids, loginProfiles } = instance()
  const source = sourceOf(await headers(), ids)
  try {
    return await change(loginProfiles, { account, userName }, callerOf(session, scope, source))
  } catch (error) {
    throw Called.of(error, source.id, instance().log)
  }
}

const notAdministrator = () => new Called({ code: 'Forbidden', message: 'Only the administrator may do this.' })
