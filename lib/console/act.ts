import 'server-only'

import { headers } from 'next/headers'
import { instance } from '#runtime/instance.ts'
import { access, type Console } from './access.ts'
import type { ActionResult } from './dto/result.ts'
import type { ScopeDto } from './dto/scope.ts'
import { errorDto } from './error-dto.ts'
import { isOwnOrigin } from './origin.ts'

/** Runs a change for a server action: own Origin, live session, own account; errors of the service become data. */
export async function act<T>(scope: ScopeDto, change: (console: Console) => Promise<T>): Promise<ActionResult<T>> {
  const origin = (await headers()).get('origin')
  if (!isOwnOrigin(origin, instance().config.publicUrl))
    return refused('ForeignOrigin', `${origin} is not this console.`)
  const granted = await access(scope)
  if (granted.kind === 'signed-out') return refused('SignedOut', 'The session has ended.')
  if (granted.kind !== 'granted') return refused('Forbidden', 'The session cannot act in this account.')
  try {
    return { ok: true, value: await change(granted.console) }
  } catch (thrown) {
    const error = errorDto(thrown)
    if (!error) throw thrown
    return { ok: false, error }
  }
}

function refused(code: string, message: string): ActionResult<never> {
  return { ok: false, error: { code, message } }
}
