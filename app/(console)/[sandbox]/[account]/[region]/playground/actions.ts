'use server'

import { act } from '#console/act.ts'
import type { PlaygroundCallDto } from '#console/dto/playground.ts'
import type { PageScopeDto } from '#console/dto/scope.ts'
import { playgroundCall } from '#console/playground.ts'

export async function callOperation(scope: PageScopeDto, call: PlaygroundCallDto) {
  return act(scope, (console) => playgroundCall(console, call))
}
