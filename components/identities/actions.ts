import type { CreatedAccessKeyDto, IdentityChangeDto } from '#console/dto/identities.ts'
import type { Action } from '../hooks/use-action.ts'

/** What can be done to identities, by the server actions of their pages. */
export interface IdentityActions {
  readonly changeIdentity: Action<[change: IdentityChangeDto]>
  readonly createAccessKey: Action<[user: string], CreatedAccessKeyDto>
}
