'use server'

import { act } from '#console/act.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import { assertMain } from '#console/main-only.ts'

/** Fills a fresh installation with the sample, its keys in the Region of the page. */
export async function loadDemo(scope: PageScopeDto) {
  return act(
    scope,
    async (console) => {
      assertMain(console)
      const { events } = await console.administer('LoadDemo', {})
      return { events }
    },
    { stepUp: true },
  )
}
