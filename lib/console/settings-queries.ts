import 'server-only'

import { instance } from '#runtime/instance.ts'
import { VERSION } from '#runtime/version.ts'
import type { Console } from './access.ts'
import type { ConsoleUserDto, InstallationDto, SelfDto, SessionDto } from './dto/settings.ts'
import { Called } from './error-dto.ts'
import { assertMain } from './main-only.ts'
import { presentToken } from './session.ts'

/** The reads of the settings. */
export const settings = { self, sessions, consoleUsers, installation }

async function self({ session }: Console): Promise<SelfDto> {
  return { ...instance().loginProfiles.own(session.user), method: session.method }
}

async function sessions(console: Console): Promise<readonly SessionDto[]> {
  assertMain(console)
  const token = await presentToken()
  return token === undefined ? [] : instance().sessions.list(token)
}

/** Those of all accounts, for the administrator. */
async function consoleUsers(console: Console): Promise<readonly ConsoleUserDto[]> {
  const { administers } = console
  assertMain(console)
  if (!administers) throw new Called({ code: 'Forbidden', message: 'Only the administrator may see the users.' })
  return instance().loginProfiles.list()
}

async function installation(console: Console): Promise<InstallationDto> {
  assertMain(console)
  const { id, config, auditPublicKey } = instance()
  return {
    version: VERSION,
    instanceId: id,
    accountId: config.accountId,
    region: config.region,
    authMode: config.authMode,
    endpoint: config.publicUrl,
    auditPublicKey,
    ...(config.oidc && { issuer: config.oidc.issuer }),
  }
}
