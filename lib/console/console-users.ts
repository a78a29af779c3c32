import 'server-only'

import { headers } from 'next/headers'
import type { LoginProfiles } from '#auth/login-profiles.ts'
import { type AccountId, isAccountId } from '#kernel/ids.ts'
import type { Caller } from '#kms/ports.ts'
import { instance } from '#runtime/instance.ts'
import { type Console, callerOf } from './access.ts'
import type { EnrolmentDto, UserIdDto, UserNameDto } from './dto/settings.ts'
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
  const userName = String(name.userName)
  const { password } = await administer(console, name, async (profiles, account, caller) => {
    if (make) {
      if (account !== console.scope.account) {
        throw new Called({ code: 'ValidationError', message: 'A user can be made in the account of this page only.' })
      }
      profiles.assertNotReserved({ account, userName })
      await console.iam('CreateUser', { UserName: userName })
    }
    return profiles.create({ account, userName }, caller)
  })
  return password
}

export async function resetUser(console: Console, user: UserIdDto): Promise<string> {
  const { password } = await administer(console, user, (profiles, account, caller) =>
    profiles.reset({ account, principalId: String(user.principalId) }, caller),
  )
  return password
}

export async function removeUser(console: Console, user: UserIdDto): Promise<null> {
  await administer(console, user, (profiles, account, caller) =>
    profiles.remove({ account, principalId: String(user.principalId) }, caller),
  )
  return null
}

export async function removeUserTotp(console: Console, user: UserIdDto): Promise<null> {
  await administer(console, user, (profiles, account, caller) =>
    profiles.removeTotp({ account, principalId: String(user.principalId) }, caller),
  )
  return null
}

async function administer<T>(
  console: Console,
  { account }: { readonly account: string },
  change: (profiles: LoginProfiles, account: AccountId, caller: Caller) => Promise<T>,
): Promise<T> {
  const { administers, session, scope } = console
  assertMain(console)
  if (!administers) throw notAdministrator()
  if (typeof account !== 'string' || !isAccountId(account)) {
    throw new Called({ code: 'ValidationError', message: 'An account has 12 digits.' })
  }
  const { ids, loginProfiles } = instance()
  const source = sourceOf(await headers(), ids)
  try {
    return await change(loginProfiles, account, callerOf(session, scope, source))
  } catch (error) {
    throw Called.of(error, source.id, instance().log)
  }
}

const notAdministrator = () => new Called({ code: 'Forbidden', message: 'Only the administrator may do this.' })
