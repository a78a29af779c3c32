import 'server-only'

import { headers } from 'next/headers'
import type { Asking } from '#auth/login-profiles.ts'
import type { ConsoleSession } from '#auth/sessions.ts'
import type { RequestSource } from '#kms/ports.ts'
import { instance } from '#runtime/instance.ts'
import { callerOf } from './access.ts'
import { answered, foreignOrigin, refused, signedOut } from './act.ts'
import type { ActionResult } from './dto/result.ts'
import { Called } from './error-dto.ts'
import { sourceOf } from './request-source.ts'
import { currentSession, presentToken } from './session.ts'

/** The present session, with what it may do with itself: it belongs to no page. */
export interface OwnSession {
  readonly session: ConsoleSession
  readonly token: string
  readonly source: RequestSource
  /** Its user, not the role that they act as. */
  readonly asking: Asking
}

/** Runs a change of the session or of its user, whatever account it acts in. */
export async function actOnOwn<T>(
  change: (own: OwnSession) => Promise<T>,
  { stepUp = false }: { readonly stepUp?: boolean } = {},
): Promise<ActionResult<T>> {
  const foreign = await foreignOrigin()
  if (foreign) return foreign
  const own = await ownSession()
  if (!own) return signedOut()
  if (stepUp && !own.session.steppedUp) return refused('StepUpRequired', 'Show again who you are.')
  return answered(() => asService(own.source, () => change(own)))
}

async function ownSession(): Promise<OwnSession | undefined> {
  const [session, token] = [await currentSession(), await presentToken()]
  if (!session || token === undefined) return undefined
  const source = sourceOf(await headers(), instance().ids)
  const { role: _, callerSession: __, accessKeyId: ___, ...plain } = session
  const { user, scope, userSession } = session
  const own = { ...(user.tags && { tags: user.tags }), ...(userSession && { callerSession: userSession }) }
  const asUser: ConsoleSession = { ...plain, principal: user.principal, ...own }
  const caller = callerOf(asUser, { ...scope, account: user.account }, source)
  return { session, token, source, asking: { caller, user } }
}

/** Gives what a service throws the request id that it is recorded under. */
async function asService<T>({ id }: RequestSource, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw Called.of(error, id, instance().log)
  }
}
