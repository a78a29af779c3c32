import 'server-only'

import { instance } from '#runtime/instance.ts'
import { Called } from './error-dto.ts'
import type { OwnSession } from './own-session.ts'

/** Seconds: as long as the console of AWS gives a role. */
const AN_HOUR = 3600

/** Throws Called for a wrong password or code. */
export async function stepUpWith(
  { token, source }: OwnSession,
  { password, code }: { readonly password?: string; readonly code?: string },
): Promise<null> {
  const shown = { ...textOf('password', password), ...textOf('code', code) }
  const outcome = await instance().sessions.stepUp(token, shown, source)
  if (outcome.kind === 'stepped-up') return null
  if (outcome.kind === 'refused') throw new Called({ code: 'StepUpRefused', message: 'That is wrong.' })
  const message = `There were too many attempts. Try again in ${outcome.seconds} s.`
  throw new Called({ code: 'Throttled', message })
}

/**
 * Assumes a role by AWS STS, as the user and not as a role that they act as already: the policies decide, and the call
 * is in the log. `name` may have the role's path before it.
 */
export async function roleSwitch(
  { token, source, asking, session }: OwnSession,
  { account, name }: { readonly account: string; readonly name: string },
): Promise<{ readonly account: string; readonly arn: string }> {
  if (!/^\d{12}$/.test(String(account)))
    throw new Called({ code: 'ValidationError', message: 'An account has 12 digits.' })
  const RoleArn = `arn:aws:iam::${account}:role/${String(name).replace(/^\//, '')}`
  const { sts, sessions } = instance()
  const RoleSessionName = session.user.userName.replace(/[^\w+=,.@-]/g, '-').slice(0, 64)
  const { Credentials } = await sts.execute(
    'AssumeRole',
    { RoleArn, RoleSessionName, DurationSeconds: AN_HOUR },
    asking.caller,
  )
  if (!Credentials) throw new Error('AssumeRole answered without Credentials')
  const { AccessKeyId: accessKeyId, SessionToken: sessionToken } = Credentials
  await sessions.act(token, { accessKeyId, sessionToken }, source)
  return { account, arn: RoleArn }
}

/** Answers the account of the user. */
export async function switchBack({ token, source, session }: OwnSession): Promise<{ readonly account: string }> {
  await instance().sessions.act(token, undefined, source)
  return { account: session.user.account }
}

/** What a browser sends is not always what the type of an action says. */
function textOf<N extends string>(name: N, value: unknown): { readonly [K in N]?: string } {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [K in N]: string }) : {}
}
