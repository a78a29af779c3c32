import 'server-only'

import { headers } from 'next/headers'
import { instance } from '#runtime/instance.ts'
import { access, type Console } from './access.ts'
import type { ActionResult } from './dto/result.ts'
import type { PageScopeDto } from './dto/scope.ts'
import { errorDto } from './error-dto.ts'
import { isOwnOrigin } from './origin.ts'

export const ANOTHER_PRINCIPAL = 'The session acts as another principal now.'

interface Asks {
  /** Only for one who showed who they are within the last ten minutes: it cannot be undone, or lets somebody in. */
  readonly stepUp?: boolean
}

/**
 * Runs a change for a server action: own Origin, live session, own account, the principal of the page; errors of the
 * service become data.
 */
export async function act<T>(
  scope: PageScopeDto,
  change: (console: Console) => Promise<T>,
  { stepUp = false }: Asks = {},
): Promise<ActionResult<T>> {
  const foreign = await foreignOrigin()
  if (foreign) return foreign
  // Whatever a browser sends: without a principal nobody acts.
  const granted = await access(scope, String(scope.principalArn))
  if (granted.kind === 'signed-out') return signedOut()
  if (granted.kind === 'another-principal') return refused('PrincipalChanged', ANOTHER_PRINCIPAL)
  if (granted.kind !== 'granted') return refused('Forbidden', 'The session cannot act in this account.')
  if (stepUp && !granted.console.session.steppedUp) return refused('StepUpRequired', 'Show again who you are.')
  return answered(() => change(granted.console))
}

/** Errors of the service become data; what it did not mean to throw stays as it is. */
export async function answered<T>(change: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await change() }
  } catch (thrown) {
    const error = errorDto(thrown)
    if (!error) throw thrown
    return { ok: false, error }
  }
}

/** A refusal when the present request does not come from a page of this console. */
export async function foreignOrigin(): Promise<ActionResult<never> | undefined> {
  const origin = (await headers()).get('origin')
  if (isOwnOrigin(origin, instance().config.publicUrl)) return undefined
  return refused('ForeignOrigin', `${origin} is not this console.`)
}

export const signedOut = () => refused('SignedOut', 'The session has ended.')

export function refused(code: string, message: string): ActionResult<never> {
  return { ok: false, error: { code, message } }
}
