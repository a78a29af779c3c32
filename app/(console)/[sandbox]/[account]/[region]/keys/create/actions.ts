'use server'

import { act } from '#console/act.ts'
import * as changes from '#console/changes.ts'
import type { NewKeyDto } from '#console/dto/changes.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'

export async function createKey(scope: PageScopeDto, form: NewKeyDto) {
  return act(scope, (console) => changes.createKey(console, form))
}
