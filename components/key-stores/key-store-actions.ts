import type { KeyStoreChangeDto, NewKeyStoreDto } from '#console/dto/key-stores.ts'
import type { Action } from '../hooks/use-action.ts'

/** What may be done to one custom key store, by the server actions of the pages. */
export interface KeyStoreActions {
  readonly connectKeyStore: Action<[id: string]>
  readonly disconnectKeyStore: Action<[id: string]>
  readonly updateKeyStore: Action<[id: string, change: KeyStoreChangeDto]>
  readonly deleteKeyStore: Action<[id: string]>
}

/** Answers the id of the new key store. */
export type CreateKeyStore = Action<[form: NewKeyStoreDto], string>

/** For the administrator: the clusters that CloudHSM key stores connect to, which are software. */
export interface ClusterActions {
  readonly createCluster: Action<[password: string]>
  /** What attempts to connect are to fail by; null: they succeed. */
  readonly setClusterFault: Action<[id: string, fault: string | null]>
  readonly deleteCluster: Action<[id: string]>
}
