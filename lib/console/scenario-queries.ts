import 'server-only'

import { isServiceError } from '#kernel/service-error.ts'
import { instance } from '#runtime/instance.ts'
import type { Console } from './access.ts'
import type { ScenarioDto, ScenarioRowDto } from './dto/scenarios.ts'
import { Called } from './error-dto.ts'
import { eventRow } from './event-dto.ts'

/** The reads of scenarios, for the administrator. They are asked for again and again, and leave no event. */
export const scenarioQueries = { scenarios, scenario }

/** How many events are read, and how many of those shown. */
const [READ, SHOWN] = [60, 12]
/** What pages ask for by themselves. */
const LOOKED = /^(Describe|Get(?!PublicKey)|List|Lookup)/

async function scenarios(console: Console): Promise<readonly ScenarioRowDto[]> {
  assertAdministers(console)
  return instance().scenarios.list()
}

async function scenario(console: Console, params: URLSearchParams): Promise<ScenarioDto> {
  assertAdministers(console)
  const name = params.get('name') ?? ''
  const { scenarios: player } = instance()
  try {
    const [state, events] = [await player.state(name), await player.recent(name, READ)]
    const recent = events.filter(({ eventName }) => !LOOKED.test(eventName)).slice(0, SHOWN)
    return { ...state, recent: recent.map(eventRow) }
  } catch (thrown) {
    if (!isServiceError(thrown)) throw thrown
    throw new Called({ code: thrown.code, message: thrown.message }, { cause: thrown })
  }
}

function assertAdministers({ administers }: Console): void {
  if (!administers) throw new Called({ code: 'Forbidden', message: 'Only the administrator plays scenarios.' })
}
