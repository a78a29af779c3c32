import 'server-only'

import type { AccessLevel } from '#policy/lab/access-levels.ts'
import { refusalWords } from '#policy/lab/refusal-words.ts'
import type { Console } from './access.ts'
import type { AllowedDto, LimitDto } from './dto/allowed.ts'

const MOST_KEYS = 250

/** What the session may not do: with each key of `id`, together, or where no key is named, without one. */
export async function allowed(console: Console, params: URLSearchParams): Promise<AllowedDto> {
  const ids = params.getAll('id').slice(0, MOST_KEYS)
  const asked = ids.length === 0 ? [undefined] : ids
  const levels = await Promise.all(asked.map((id) => console.permitted(id)))
  return { limits: limitsOf(levels.flat()) }
}

/** Of several keys the one that is refused speaks for all. */
function limitsOf(levels: readonly AccessLevel[]): AllowedDto['limits'] {
  const limits: Record<string, LimitDto> = {}
  for (const { action, level, decision } of levels) {
    const operation = action.slice('kms:'.length)
    if (level === 'always' || limits[operation]?.answer === 'no') continue
    const reason = refusalWords(decision, action, 'You')
    if (reason !== undefined) limits[operation] = { answer: 'no', reason }
    else limits[operation] = { answer: 'conditional', reason: `You may call ${action} under conditions only` }
  }
  return limits
}
