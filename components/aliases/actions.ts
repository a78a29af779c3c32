import type { Action } from '../hooks/use-action.ts'

/** What may be done to aliases, by the server actions of the pages. */
export interface AliasActions {
  readonly createAlias: Action<[name: string, keyId: string]>
  readonly retargetAlias: Action<[name: string, keyId: string]>
  readonly deleteAlias: Action<[name: string]>
}
